// How files look in the widget.

export const fileCss = `
.file { display: inline-flex; align-items: center; gap: 9.6px; max-width: 100%; min-height: 44px; padding: 8px 14px; border: 1px solid var(--hair); border-radius: 14.4px; background: var(--paper); color: var(--ink); text-align: start; text-decoration: none; overflow-wrap: anywhere; }
a.file { color: var(--link); text-decoration: underline; }
.file .icon { flex: none; color: var(--link); }
.file-name { display: block; font-weight: 650; }
.file-about { display: block; font-size: 13.6px; color: var(--soft); }
.file-image { justify-content: center; min-width: 120px; height: 180px; padding: 0; overflow: hidden; background: var(--tint); }
.file-image img { display: block; width: auto; max-width: 100%; height: 100%; object-fit: cover; border-radius: 0; }
.file-image span { padding: 8px; }
.composer { flex-wrap: wrap; }
.composer textarea { flex: 1; width: auto; min-width: 0; }
.pick { display: contents; }
.attach { order: -1; display: grid; place-items: center; flex: none; width: 44px; height: 46px; border: 0; border-radius: 50%; background: none; color: var(--soft); }
.attach:disabled { opacity: 0.45; cursor: default; }
.uploads { order: -2; display: grid; flex: 0 0 100%; gap: 4.8px; padding: 0; list-style: none; max-height: min(176px, 30vh); overflow-y: auto; }
.uploads li { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: 0 8px; padding: 4px 4px 4px 12px; border: 1px solid var(--hair); border-radius: 12.8px; font-size: 14.08px; }
.uploads li > * { grid-column: 1; }
.upload-name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 650; }
.uploads progress { width: 100%; height: 8px; accent-color: var(--accent); }
.uploads .upload-stop { grid-area: 1 / 2 / span 3; display: grid; place-items: center; width: 44px; height: 44px; border: 0; border-radius: 50%; background: none; }
.uploads svg { width: 19.2px; height: 19.2px; }
.is-dropping { outline: 3px dashed var(--link); outline-offset: -6px; }
`;
