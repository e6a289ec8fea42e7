//! What the start prints for the person in front of it.

use std::io::{IsTerminal, stdout};
use std::net::SocketAddr;

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;

use crate::config::Serve;
use crate::http::base::lan_addresses;
use crate::store::key::AdminToken;

/// Prints the addresses, the administrator's link where it is new, and in a terminal the join page as QR.
pub fn print(settings: &Serve, admin: &AdminToken) {
    let addresses = addresses(settings);
    println!("Soirée {} serves on", env!("CARGO_PKG_VERSION"));
    for address in &addresses {
        println!("  {address}");
    }
    let Some(base) = addresses.first() else { return };
    if settings.listen.ip().is_loopback() && settings.public_url.is_none() {
        println!("Only this machine can open it; --listen 0.0.0.0:{} lets phones in.", settings.listen.port());
    }
    // An operator who has set the token knows it.
    if admin.fresh && Serve::admin_token_from_env().is_none() {
        println!("The administrator's sign-in link, shown this once:\n  {base}/host#admin={}", admin.token.expose());
    }
    if stdout().is_terminal()
        && let Ok(code) = QrCode::new(format!("{base}/"))
    {
        // Light on dark, as most terminals are; phones read both.
        let picture =
            code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).quiet_zone(true).build();
        println!("{picture}\nGuests point their phones' cameras here, or open {base}/");
    }
}

/// The addresses to open, the best for guests first.
fn addresses(settings: &Serve) -> Vec<String> {
    let (ip, port) = (settings.listen.ip(), settings.listen.port());
    let here = if ip.is_unspecified() {
        let own = std::iter::once(format!("http://localhost:{port}"));
        lan_addresses().into_iter().map(|ip| format!("http://{}", SocketAddr::new(ip, port))).chain(own).collect()
    } else {
        vec![format!("http://{}", settings.listen)]
    };
    settings.public_url.iter().cloned().chain(here).collect()
}
