//! Pictures of users who have none: two colours of the name's own, and its initials where letters can be drawn.

use std::fmt::Write as _;

/// Saturation and lightness of the colours: white letters are read on all of them.
const SATURATION: f64 = 0.55;
const LIGHTNESS: (f64, f64) = (0.42, 0.30);

/// Two colours that belong to a name.
fn colours(name: &str) -> [[u8; 3]; 2] {
    let hash = blake3::hash(name.as_bytes());
    let [a, b, c, ..] = hash.as_bytes();
    let hue = f64::from(u16::from_le_bytes([*a, *b])) / 65_536.0;
    let other = hue + 0.06 + f64::from(*c) / 256.0 * 0.12;
    [rgb(hue, LIGHTNESS.0), rgb(other.fract(), LIGHTNESS.1)]
}

/// A colour by its hue in turns.
fn rgb(hue: f64, lightness: f64) -> [u8; 3] {
    let chroma = SATURATION * lightness.min(1.0 - lightness);
    [0.0, 8.0, 4.0].map(|shift: f64| {
        let place = (shift + hue * 12.0) % 12.0;
        let level = lightness - chroma * (place - 3.0).min(9.0 - place).clamp(-1.0, 1.0);
        (level * 255.0).round() as u8
    })
}

/// The first letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

/// As SVG, for every size.
pub fn svg(name: &str) -> String {
    let [light, dark] = colours(name).map(|[r, g, b]| format!("#{r:02x}{g:02x}{b:02x}"));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"384\" height=\"384\" viewBox=\"0 0 96 96\">\
         <path fill=\"{light}\" d=\"M0 0h96v96H0z\"/><path fill=\"{dark}\" d=\"M96 0v96H0z\"/>"
    );
    let letters: String = initials(name);
    if !letters.is_empty() {
        // Letters and digits alone, so nothing has to be escaped.
        let _ = write!(
            svg,
            "<text x=\"48\" y=\"49\" fill=\"#fff\" font-family=\"system-ui,sans-serif\" font-size=\"40\" \
             font-weight=\"600\" text-anchor=\"middle\" dominant-baseline=\"central\">{letters}</text>"
        );
    }
    svg + "</svg>"
}

/// As PNG of so many pixels, without letters. `None` should it not be possible to write it.
pub fn png(name: &str, side: u32) -> Option<Vec<u8>> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, side, side);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::One);
    encoder.set_palette(colours(name).concat());
    let mut writer = encoder.write_header().ok()?;
    let row_bytes = side.div_ceil(8);
    let dark = |x: u32, y: u32| x < side && x + y >= side;
    let row = |y: u32| {
        (0..row_bytes).map(move |byte| (0..8).fold(0u8, |bits, bit| bits << 1 | u8::from(dark(byte * 8 + bit, y))))
    };
    let pixels: Vec<u8> = (0..side).flat_map(row).collect();
    writer.write_image_data(&pixels).ok()?;
    writer.finish().ok()?;
    Some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        for (name, expected) in
            [("Ada", "A"), ("ada King Lovelace", "AL"), ("Ünal ßen", "ÜSS"), ("<b> &", "B"), ("🍷", ""), ("", "")]
        {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn a_name_has_its_look_and_nothing_of_it_is_markup() {
        assert_eq!(svg("Ada"), svg("Ada"));
        assert_ne!(svg("Ada"), svg("Bea"));
        let svg = svg("<script> \"&\" </script>");
        assert!(!svg.contains("script") && svg.ends_with("</svg>"), "{svg}");
        assert_ne!(png("Ada", 96), png("Bea", 96));
    }

    #[test]
    fn a_png_is_split_in_two_colours() {
        let file = png("Ada", 9).expect("a picture");
        let mut reader = png::Decoder::new(std::io::Cursor::new(&file)).read_info().expect("a head");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        reader.next_frame(&mut pixels).expect("pixels");
        let row = |y: usize| u16::from_be_bytes([pixels[y * 2], pixels[y * 2 + 1]]) >> 7;
        assert_eq!((row(0), row(1), row(8)), (0, 0b0_0000_0001, 0b0_1111_1111));
    }
}
