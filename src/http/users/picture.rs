//! A picture: one that was uploaded, or what is needed to draw one.

use imagesize::ImageType;
use serde::{Deserialize, Serialize};

use crate::limits::{PICTURE_BYTES_MAX, PICTURE_PIXELS_MAX};
use crate::store::kept::notes::take_out_of;

/// A picture as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picture {
    /// Drawn from the user's name whenever it is asked for.
    Drawn {
        name: String,
    },
    Uploaded {
        format: Format,
        width: u32,
        height: u32,
        bytes: Vec<u8>,
    },
}

/// What an uploaded picture may be. No SVG: it can hold programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Jpeg,
    Png,
    Webp,
}

impl Format {
    /// As playlists name it; the ending of a file's name too.
    pub fn word(self) -> &'static str {
        match self {
            Format::Jpeg => "jpeg",
            Format::Png => "png",
            Format::Webp => "webp",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Jpeg => "image/jpeg",
            Format::Png => "image/png",
            Format::Webp => "image/webp",
        }
    }
}

/// The first line of a kept picture; behind it come the bytes.
#[derive(Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
enum Head {
    Drawn { name: String },
    Uploaded { format: Format, width: u32, height: u32 },
}

impl Picture {
    /// Looks at what was uploaded and blots out what cameras have noted beside it. `Err` says what was expected.
    ///
    /// # Errors
    /// Where it is no picture of ours.
    pub fn uploaded(mut bytes: Vec<u8>) -> Result<Picture, &'static str> {
        const EXPECTED: &str = "a JPEG, PNG or WebP picture in base64, at most 192 KiB and 4096 pixels wide and high";
        if bytes.len() > PICTURE_BYTES_MAX {
            return Err(EXPECTED);
        }
        let format = match imagesize::image_type(&bytes) {
            Ok(ImageType::Jpeg) => Format::Jpeg,
            Ok(ImageType::Png) => Format::Png,
            Ok(ImageType::Webp) => Format::Webp,
            _ => return Err(EXPECTED),
        };
        let size = imagesize::blob_size(&bytes).map_err(|_| EXPECTED)?;
        let side = |pixels: usize| u32::try_from(pixels).ok().filter(|side| (1..=PICTURE_PIXELS_MAX).contains(side));
        let (Some(width), Some(height)) = (side(size.width), side(size.height)) else { return Err(EXPECTED) };
        if !take_out_of(&mut bytes, format.media_type()) {
            return Err(EXPECTED);
        }
        Ok(Picture::Uploaded { format, width, height, bytes })
    }

    /// As the store keeps it.
    pub fn into_body(self) -> Vec<u8> {
        let (head, bytes) = match self {
            Picture::Drawn { name } => (Head::Drawn { name }, Vec::new()),
            Picture::Uploaded { format, width, height, bytes } => (Head::Uploaded { format, width, height }, bytes),
        };
        let mut body = serde_json::to_vec(&head).unwrap_or_default();
        body.push(b'\n');
        body.extend_from_slice(&bytes);
        body
    }

    /// Reads what [`Picture::into_body`] writes.
    pub fn from_body(mut body: Vec<u8>) -> Option<Picture> {
        let end = body.iter().position(|byte| *byte == b'\n')?;
        let head = serde_json::from_slice(&body[..end]).ok()?;
        Some(match head {
            Head::Drawn { name } => Picture::Drawn { name },
            Head::Uploaded { format, width, height } => {
                Picture::Uploaded { format, width, height, bytes: body.split_off(end + 1) }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::users::look;

    #[test]
    fn a_picture_is_known_by_its_bytes_and_comes_back_as_it_was_kept() {
        let png = look::png("ada", 96).expect("a picture");
        let picture = Picture::uploaded(png).expect("a picture");
        assert!(matches!(picture, Picture::Uploaded { format: Format::Png, width: 96, height: 96, .. }));
        assert_eq!(Picture::from_body(picture.clone().into_body()), Some(picture));
        let drawn = Picture::Drawn { name: "Ada \n Lovelace".into() };
        assert_eq!(Picture::from_body(drawn.clone().into_body()), Some(drawn));
    }

    #[test]
    fn cameras_notes_are_blotted_out() {
        let mut png = look::png("ada", 96).expect("a picture");
        let seen = |png: &[u8]| image::load_from_memory(png).expect("a picture").to_rgba8();
        let clean = seen(&png);
        // A tEXt chunk in front of the end.
        let note = b"tEXtComment\0Kept at home";
        let at = png.len() - 12;
        let length = ((note.len() - 4) as u32).to_be_bytes();
        png.splice(at..at, [&length, note.as_slice(), &crc32fast::hash(note).to_be_bytes()].concat());
        let Ok(Picture::Uploaded { bytes, .. }) = Picture::uploaded(png) else { panic!("a picture") };
        assert!(!bytes.windows(4).any(|part| part == b"home"));
        assert_eq!(seen(&bytes), clean);
    }

    #[test]
    fn nothing_else_is_taken_for_a_picture() {
        let png = look::png("ada", 96).expect("a picture");
        let mut huge = png.clone();
        huge[16..20].copy_from_slice(&100_000u32.to_be_bytes());
        for wrong in [
            Vec::new(),
            b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>".to_vec(),
            b"<html>".to_vec(),
            b"GIF89a\x01\0\x01\0\0\0\0".to_vec(),
            png[..40].to_vec(),
            huge,
            vec![0; PICTURE_BYTES_MAX + 1],
        ] {
            assert!(Picture::uploaded(wrong.clone()).is_err(), "{:?}", &wrong[..wrong.len().min(20)]);
        }
    }
}
