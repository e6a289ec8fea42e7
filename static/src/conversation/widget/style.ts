// The widget's styles, for its shadow root alone. In pixels: a page may give its root element any size of letters.

export const css = `
:host { all: initial !important; display: block !important; position: fixed !important; right: 16px !important; bottom: 16px !important; z-index: 2147483000 !important; }
.widget { all: initial; --accent: var(--soiree-accent, #7a1836); --ink: #14161c; --soft: #565a66; --paper: #fff; --tint: #f7f4f2; --line: #7b7f8a; --focus: #1f4fb0; font: 16px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink); }
* { box-sizing: border-box; margin: 0; font: inherit; color: inherit; }
button { cursor: pointer; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
svg { width: 25.6px; height: 25.6px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.widget { display: grid; justify-items: end; gap: 12px; }
.launcher { position: relative; display: grid; place-items: center; width: 60px; height: 60px; border: 2px solid #fff; border-radius: 50%; background: var(--accent); color: #fff; box-shadow: 0 4px 18px rgba(0, 0, 0, 0.3); }
.badge { position: absolute; top: -5.6px; right: -5.6px; min-width: 25.6px; padding: 1.6px 6.4px; border-radius: 99px; background: #fff; color: var(--ink); border: 2px solid var(--accent); font-weight: 700; font-size: 13.6px; }
.panel { display: flex; flex-direction: column; width: min(384px, calc(100vw - 32px)); height: min(576px, calc(100vh - 112px)); height: min(576px, calc(100dvh - 112px)); border: 1px solid var(--line); border-radius: 16px; background: var(--paper); overflow: hidden; box-shadow: 0 10px 40px rgba(0, 0, 0, 0.25); }
.head { display: flex; align-items: center; justify-content: space-between; gap: 8px; min-height: 52px; padding: 8px 8px 8px 16px; background: var(--accent); color: #fff; }
.head strong { font-weight: 700; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.tools { display: flex; align-items: center; gap: 4px; }
.tools button { display: inline-flex; align-items: center; min-height: 40px; padding: 3.2px 9.6px; border: 1px solid rgba(255, 255, 255, 0.7); border-radius: 9.6px; background: transparent; color: #fff; font-size: 14.4px; }
.tools button:focus-visible { outline-color: #fff; }
.tools button:disabled { opacity: 0.5; cursor: default; }
.tools svg { width: 19.2px; height: 19.2px; }
.notice { padding: 8px 16px; background: #fff4d6; font-size: 14.72px; }
.notice.is-bad { background: #fbe9ec; color: #a3213c; }
.log { flex: 1; display: flex; flex-direction: column; gap: 9.6px; padding: 16px; overflow-y: auto; overscroll-behavior: contain; }
.log > :first-child { margin-top: auto; }
.item { display: grid; gap: 4.8px; justify-items: start; max-width: 88%; }
.item .text { padding: 8px 13.6px; border-radius: 14.4px; background: var(--tint); border: 1px solid #e2dbd7; white-space: pre-wrap; overflow-wrap: anywhere; }
.from-user { align-self: flex-end; justify-items: end; }
.from-user .text { background: var(--accent); border-color: var(--accent); color: #fff; }
.is-pending .text { opacity: 0.75; }
.who { font-size: 12.8px; color: var(--soft); }
.state, .typing, .note { font-size: 14.08px; color: var(--soft); }
.note { align-self: center; text-align: center; }
.choices { display: flex; flex-wrap: wrap; gap: 6.4px; }
.choices .text { width: 100%; }
.choice { min-height: 44px; padding: 5.6px 14.4px; border: 2px solid var(--accent); border-radius: 99px; background: #fff; color: var(--accent); font-weight: 650; }
.cards { display: grid; gap: 8px; padding: 0; list-style: none; }
.card { display: grid; gap: 4px; padding: 12px; border: 1px solid #d9d3d0; border-radius: 12.8px; overflow-wrap: anywhere; }
.card strong { font-weight: 700; }
.card img, .file img { max-width: 100%; height: auto; border-radius: 8px; }
.card a { font-weight: 700; }
.card a, .file { color: var(--accent); text-decoration: underline; }
.choice.is-main { background: var(--accent); color: #fff; }
.composer { display: flex; align-items: flex-end; gap: 8px; padding: 9.6px; border-top: 1px solid #d9d3d0; }
textarea, input { width: 100%; min-height: 44px; max-height: 128px; padding: 8px 12px; border: 2px solid var(--line); border-radius: 12.8px; background: #fff; resize: none; field-sizing: content; }
[aria-invalid="true"] { border-color: #a3213c; }
.send { display: grid; place-items: center; flex: none; width: 46.4px; height: 46.4px; border: 0; border-radius: 50%; background: var(--accent); color: #fff; }
.send:disabled { opacity: 0.45; cursor: default; }
.offline { display: grid; gap: 9.6px; padding: 14.4px; border-top: 1px solid #d9d3d0; max-height: 70%; overflow-y: auto; }
.field { display: grid; gap: 3.2px; font-size: 15.2px; }
.is-bad { color: #a3213c; font-weight: 600; }
@media (max-width: 480px) {
  :host { right: 12px !important; bottom: 12px !important; }
  .panel { width: calc(100vw - 24px); height: calc(100vh - 96px); height: calc(100dvh - 96px); }
}
`;
