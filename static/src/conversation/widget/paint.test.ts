import assert from "node:assert/strict";
import { test } from "node:test";
import { contrast, paint } from "./paint";

test("contrast is WCAG's", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.equal(contrast("#777777", "#777777"), 1);
  assert.equal(contrast("#767676", "#ffffff").toFixed(2), "4.54");
});

test("any colour of a site can be read on, and is letters only where it can be read", () => {
  assert.deepEqual(paint("#7a1836"), { "--soiree-accent": "#7a1836", "--soiree-on": "#ffffff", "--soiree-link": "#7a1836", "--soiree-link-dark": "#f5f6f8" });
  assert.deepEqual(paint("#FFD84D"), { "--soiree-accent": "#FFD84D", "--soiree-on": "#14161c", "--soiree-link": "#14161c", "--soiree-link-dark": "#FFD84D" });
  for (const none of [undefined, "", "red", "#fff", "url(x)", "#12345g"]) assert.deepEqual(paint(none), {});
});
