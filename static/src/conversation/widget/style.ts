// The widget's styles, for its shadow root alone.

export const css = `
:host { all: initial; position: fixed; right: 1rem; bottom: 1rem; z-index: 2147483000; --accent: var(--soiree-accent, #7a1836); --ink: #14161c; --soft: #565a66; --paper: #fff; --tint: #f7f4f2; --line: #7b7f8a; --focus: #1f4fb0; font: 16px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink); }
* { box-sizing: border-box; margin: 0; font: inherit; color: inherit; }
button { cursor: pointer; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
svg { width: 1.6rem; height: 1.6rem; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.widget { display: grid; justify-items: end; gap: 0.75rem; }
.launcher { position: relative; display: grid; place-items: center; width: 3.75rem; height: 3.75rem; border: 2px solid #fff; border-radius: 50%; background: var(--accent); color: #fff; box-shadow: 0 4px 18px rgba(0, 0, 0, 0.3); }
.badge { position: absolute; top: -0.35rem; right: -0.35rem; min-width: 1.6rem; padding: 0.1rem 0.4rem; border-radius: 99px; background: #fff; color: var(--ink); border: 2px solid var(--accent); font-weight: 700; font-size: 0.85rem; }
.panel { display: flex; flex-direction: column; width: min(24rem, calc(100vw - 2rem)); height: min(36rem, calc(100vh - 7rem)); height: min(36rem, calc(100dvh - 7rem)); border: 1px solid var(--line); border-radius: 1rem; background: var(--paper); overflow: hidden; box-shadow: 0 10px 40px rgba(0, 0, 0, 0.25); }
.head { display: flex; align-items: center; justify-content: space-between; gap: 0.5rem; min-height: 3.25rem; padding: 0.5rem 0.5rem 0.5rem 1rem; background: var(--accent); color: #fff; }
.head strong { font-weight: 700; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.tools { display: flex; align-items: center; gap: 0.25rem; }
.tools button { display: inline-flex; align-items: center; min-height: 2.5rem; padding: 0.2rem 0.6rem; border: 1px solid rgba(255, 255, 255, 0.7); border-radius: 0.6rem; background: transparent; color: #fff; font-size: 0.9rem; }
.tools button:focus-visible { outline-color: #fff; }
.tools button:disabled { opacity: 0.5; cursor: default; }
.tools svg { width: 1.2rem; height: 1.2rem; }
.notice { padding: 0.5rem 1rem; background: #fff4d6; font-size: 0.92rem; }
.notice.is-bad { background: #fbe9ec; color: #a3213c; }
.log { flex: 1; display: flex; flex-direction: column; gap: 0.6rem; padding: 1rem; overflow-y: auto; overscroll-behavior: contain; }
.log > :first-child { margin-top: auto; }
.item { display: grid; gap: 0.3rem; justify-items: start; max-width: 88%; }
.item .text { padding: 0.5rem 0.85rem; border-radius: 0.9rem; background: var(--tint); border: 1px solid #e2dbd7; white-space: pre-wrap; overflow-wrap: anywhere; }
.from-user { align-self: flex-end; justify-items: end; }
.from-user .text { background: var(--accent); border-color: var(--accent); color: #fff; }
.is-pending .text { opacity: 0.75; }
.who { font-size: 0.8rem; color: var(--soft); }
.state, .typing, .note { font-size: 0.88rem; color: var(--soft); }
.note { align-self: center; text-align: center; }
.choices { display: flex; flex-wrap: wrap; gap: 0.4rem; }
.choices .text { width: 100%; }
.choice { min-height: 2.75rem; padding: 0.35rem 0.9rem; border: 2px solid var(--accent); border-radius: 99px; background: #fff; color: var(--accent); font-weight: 650; }
.cards { display: grid; gap: 0.5rem; padding: 0; list-style: none; }
.card { display: grid; gap: 0.25rem; padding: 0.75rem; border: 1px solid #d9d3d0; border-radius: 0.8rem; overflow-wrap: anywhere; }
.card strong { font-weight: 700; }
.card img, .file img { max-width: 100%; height: auto; border-radius: 0.5rem; }
.card a, .file { color: var(--accent); text-decoration: underline; }
.composer { display: flex; align-items: flex-end; gap: 0.5rem; padding: 0.6rem; border-top: 1px solid #d9d3d0; }
textarea, input { width: 100%; min-height: 2.75rem; max-height: 8rem; padding: 0.5rem 0.75rem; border: 2px solid var(--line); border-radius: 0.8rem; background: #fff; resize: none; field-sizing: content; }
[aria-invalid="true"] { border-color: #a3213c; }
.send { display: grid; place-items: center; flex: none; width: 2.9rem; height: 2.9rem; border: 0; border-radius: 50%; background: var(--accent); color: #fff; }
.send:disabled { opacity: 0.45; cursor: default; }
.offline { display: grid; gap: 0.6rem; padding: 0.9rem; border-top: 1px solid #d9d3d0; max-height: 70%; overflow-y: auto; }
.field { display: grid; gap: 0.2rem; font-size: 0.95rem; }
.is-bad { color: #a3213c; font-weight: 600; }
@media (max-width: 30rem) {
  :host { right: 0.75rem; bottom: 0.75rem; }
  .panel { width: calc(100vw - 1.5rem); height: calc(100vh - 6rem); height: calc(100dvh - 6rem); }
}
`;
