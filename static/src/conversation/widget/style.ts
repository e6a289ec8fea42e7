// The widget's styles, for its shadow root alone. In pixels: a page may give its root element any size of letters.
// Dark where the page itself is: a page that has no dark form keeps a light chat.

import { fileCss } from "./file-style";

export const css = `
:host { all: initial !important; color-scheme: inherit !important; display: block !important; position: fixed !important; right: 16px !important; bottom: 16px !important; z-index: 2147483000 !important; }
.widget { all: initial; --accent: var(--soiree-accent, #7a1836); --on: var(--soiree-on, #fff); --link: var(--soiree-link, var(--accent)); --ink: #14161c; --soft: #565a66; --paper: #fff; --tint: #f7f4f2; --hair: #d9d3d0; --line: #7b7f8a; --focus: #1f4fb0; --bad: #a3213c; --bad-tint: #fbe9ec; --warn: #fff4d6; color-scheme: inherit; font: 16px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink); }
@supports (color: light-dark(#000, #fff)) {
  .widget { --link: light-dark(var(--soiree-link, var(--accent)), var(--soiree-link-dark, #f0a3b7)); --ink: light-dark(#14161c, #f5f6f8); --soft: light-dark(#565a66, #b3b7c4); --paper: light-dark(#fff, #16181f); --tint: light-dark(#f7f4f2, #262a36); --hair: light-dark(#d9d3d0, #3a3f4d); --line: light-dark(#7b7f8a, #868c9c); --focus: light-dark(#1f4fb0, #9dbdff); --bad: light-dark(#a3213c, #ff96a8); --bad-tint: light-dark(#fbe9ec, #351720); --warn: light-dark(#fff4d6, #3a2f12); }
}
* { box-sizing: border-box; margin: 0; font: inherit; color: inherit; }
button { cursor: pointer; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
svg { width: 25.6px; height: 25.6px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.widget { display: grid; justify-items: end; gap: 12px; }
.launcher { position: relative; display: grid; place-items: center; width: 60px; height: 60px; border: 2px solid var(--on); border-radius: 50%; background: var(--accent); color: var(--on); box-shadow: 0 4px 18px rgba(0, 0, 0, 0.3); }
.launcher[hidden] { display: none; }
.badge { position: absolute; top: -5.6px; right: -5.6px; min-width: 25.6px; padding: 1.6px 6.4px; border-radius: 99px; background: #fff; color: #14161c; border: 2px solid var(--accent); font-weight: 700; text-align: center; font-size: 13.6px; }
.panel { display: flex; flex-direction: column; width: min(384px, calc(100vw - 32px)); height: min(576px, calc(100vh - 112px)); height: min(576px, calc(100dvh - 112px)); border: 1px solid var(--line); border-radius: 16px; background: var(--paper); overflow: hidden; box-shadow: 0 10px 40px rgba(0, 0, 0, 0.25); }
.head { display: flex; align-items: center; justify-content: space-between; gap: 8px; min-height: 52px; padding: 8px 8px 8px 16px; background: var(--accent); color: var(--on); }
.head strong { font-weight: 700; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.tools { flex: none; display: flex; align-items: center; gap: 4px; }
.tools button { display: inline-flex; align-items: center; min-height: 40px; padding: 3.2px 9.6px; border: 1px solid currentColor; border-radius: 9.6px; background: transparent; color: var(--on); font-size: 14.4px; }
.tools button:focus-visible { outline-color: var(--on); }
.tools button:disabled { opacity: 0.5; cursor: default; }
.tools svg { width: 19.2px; height: 19.2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.notice { padding: 8px 16px; background: var(--warn); font-size: 14.72px; }
.notice.is-bad { background: var(--bad-tint); color: var(--bad); }
.log { flex: 1; display: flex; flex-direction: column; gap: 9.6px; padding: 16px; overflow-y: auto; overscroll-behavior: contain; }
.log > :first-child { margin-top: auto; }
.item { display: grid; gap: 4.8px; justify-items: start; max-width: 88%; }
.item .text { padding: 8px 13.6px; border-radius: 14.4px; background: var(--tint); border: 1px solid var(--hair); white-space: pre-wrap; overflow-wrap: anywhere; }
.from-user { align-self: flex-end; justify-items: end; }
.from-user .text { background: var(--accent); border-color: var(--accent); color: var(--on); }
.is-pending .text { opacity: 0.75; }
.who { font-size: 12.8px; color: var(--soft); }
.state, .typing, .note { font-size: 14.08px; color: var(--soft); }
.note { align-self: center; text-align: center; }
.choices { display: flex; flex-wrap: wrap; gap: 6.4px; }
.choices .text { width: 100%; }
.choice { min-height: 44px; padding: 5.6px 14.4px; border: 2px solid var(--link); border-radius: 99px; background: var(--paper); color: var(--link); font-weight: 650; }
.cards { display: grid; gap: 8px; padding: 0; list-style: none; }
.card { display: grid; gap: 4px; padding: 12px; border: 1px solid var(--hair); border-radius: 12.8px; overflow-wrap: anywhere; }
.card strong { font-weight: 700; }
.card img { max-width: 100%; height: auto; border-radius: 8px; }
.card a { font-weight: 700; }
.card a { color: var(--link); text-decoration: underline; }
.choice.is-main { background: var(--accent); border-color: var(--accent); color: var(--on); }
.composer { display: flex; align-items: flex-end; gap: 8px; padding: 9.6px; border-top: 1px solid var(--hair); }
textarea, input { width: 100%; min-height: 44px; max-height: 128px; padding: 8px 12px; border: 2px solid var(--line); border-radius: 12.8px; background: var(--paper); resize: none; field-sizing: content; }
::placeholder { color: var(--soft); opacity: 1; }
[aria-invalid="true"] { border-color: var(--bad); }
.send { display: grid; place-items: center; flex: none; width: 46.4px; height: 46.4px; border: 0; border-radius: 50%; background: var(--accent); color: var(--on); }
.send:disabled { opacity: 0.45; cursor: default; }
.offline { display: grid; gap: 9.6px; padding: 14.4px; border-top: 1px solid var(--hair); max-height: 70%; overflow-y: auto; }
.offline textarea { min-height: 88px; }
.field { display: grid; gap: 3.2px; font-size: 15.2px; }
.is-bad { color: var(--bad); font-weight: 600; }
${fileCss}
@media (max-width: 480px) {
  :host { right: 12px !important; bottom: 12px !important; }
  .panel { width: calc(100vw - 24px); height: calc(100vh - 96px); height: calc(100dvh - 96px); }
}
`;
