//! Covers in the size that a screen needs: those in the files are often thousands of pixels wide, and a phone
//! that looks through songs would fetch megabytes for pictures as large as a thumb.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{ImageReader, Limits};

use super::cover::{Picture, sniff};
use crate::limits::{COVER_DECODED_BYTES_MAX, COVER_EDGE_PX_MAX, COVER_EDGES_PX, COVER_PLAIN_BYTES_MAX};

/// Of a hundred: more is not seen on photographs of this size.
const JPEG_QUALITY: u8 = 82;

/// How large a cover is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CoverSize {
    /// In a row of a list.
    Small,
    /// What plays, on a large screen.
    Large,
}

impl CoverSize {
    /// Pixels of its longer edge.
    pub fn edge_px(self) -> u32 {
        let (small, large) = COVER_EDGES_PX;
        match self {
            CoverSize::Small => small,
            CoverSize::Large => large,
        }
    }

    /// As it stands in an address, and in the tag of an answer.
    pub fn name(self) -> &'static str {
        match self {
            CoverSize::Small => "small",
            CoverSize::Large => "large",
        }
    }
}

/// The picture in this size. It stays as it is where it is small already, and where it cannot be scaled within
/// the bounds of memory: browsers may make something of it.
pub(super) fn scaled(picture: Picture, size: CoverSize) -> Picture {
    smaller(&picture, size).unwrap_or(picture)
}

fn smaller(picture: &Picture, size: CoverSize) -> Option<Picture> {
    let edge = size.edge_px();
    let mut reader = ImageReader::new(Cursor::new(&picture.bytes)).with_guessed_format().ok()?;
    let (width, height) =
        ImageReader::new(Cursor::new(&picture.bytes)).with_guessed_format().ok()?.into_dimensions().ok()?;
    if width.max(height) <= edge && picture.bytes.len() <= COVER_PLAIN_BYTES_MAX {
        return None;
    }
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(COVER_EDGE_PX_MAX), Some(COVER_EDGE_PX_MAX));
    limits.max_alloc = Some(COVER_DECODED_BYTES_MAX);
    reader.limits(limits);
    let whole = reader.decode().ok()?;
    let small = if width.max(height) > edge { whole.thumbnail(edge, edge) } else { whole };
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY).encode_image(&small.into_rgb8()).ok()?;
    let mime = sniff(&bytes)?;
    (bytes.len() < picture.bytes.len()).then(|| Picture { bytes: bytes.into(), mime })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, Rgb, RgbImage};

    fn picture(width: u32, height: u32, format: ImageFormat) -> Picture {
        // Every pixel another colour, so that nothing is gained by the format alone.
        let whole = RgbImage::from_fn(width, height, |x, y| {
            Rgb([(x * 7 + y * 13) as u8, (x ^ y) as u8, (x.wrapping_mul(y) >> 3) as u8])
        });
        let mut bytes = Cursor::new(Vec::new());
        whole.write_to(&mut bytes, format).expect("a picture");
        let bytes = bytes.into_inner();
        let mime = sniff(&bytes).expect("a known kind");
        Picture { bytes: bytes.into(), mime }
    }

    fn size_of(picture: &Picture) -> (u32, u32) {
        image::load_from_memory(&picture.bytes).map(|image| (image.width(), image.height())).expect("a picture")
    }

    #[test]
    fn a_large_cover_is_made_as_small_as_a_row_needs_and_keeps_its_shape() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif] {
            let whole = picture(800, 400, format);
            let small = scaled(whole.clone(), CoverSize::Small);
            assert_eq!((size_of(&small), small.mime), ((320, 160), "image/jpeg"), "{format:?}");
            assert!(small.bytes.len() < whole.bytes.len() && small.bytes.len() < 60_000);
        }
    }

    #[test]
    fn what_is_small_already_stays_as_it_is() {
        let icon = picture(100, 100, ImageFormat::Png);
        for size in [CoverSize::Small, CoverSize::Large] {
            assert_eq!(scaled(icon.clone(), size).bytes, icon.bytes);
        }
    }

    #[test]
    fn what_cannot_be_scaled_within_bounds_is_left_to_the_browser() {
        let broken = Picture { bytes: vec![0xff, 0xd8, 0xff, 0xe0, 1, 2, 3].into(), mime: "image/jpeg" };
        assert_eq!(scaled(broken.clone(), CoverSize::Small).bytes, broken.bytes);
        // A head that promises 60,000 by 60,000 pixels takes no memory.
        let mut bomb = picture(64, 64, ImageFormat::Png).bytes.to_vec();
        bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
        bomb[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
        let bomb = Picture { bytes: bomb.into(), mime: "image/png" };
        assert_eq!(scaled(bomb.clone(), CoverSize::Large).bytes, bomb.bytes);
    }
}
