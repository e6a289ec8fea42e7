import assert from "node:assert/strict";
import { test } from "node:test";
import { keyInHash, readSignIn, withKey } from "./hosts";

test("keys: the one in use first, rooms newest first, none twice", () => {
  let keys = withKey([], "A", "1");
  keys = withKey(keys, "B", "2");
  keys = withKey(keys, "A", "3");
  keys = withKey(keys, "A", "1");
  assert.deepEqual(keys, [
    { hostId: "A", codes: ["1", "3"] },
    { hostId: "B", codes: ["2"] },
  ]);
});

test("the key of a fragment", () => {
  assert.equal(keyInHash("#key=TANNIC-FALCON-1%2B2"), "TANNIC-FALCON-1+2");
  assert.equal(keyInHash("#"), null);
  assert.equal(keyInHash("#key="), null);
});

test("signing in with a link or a key", () => {
  assert.deepEqual(readSignIn(" http://10.0.0.2:8080/host/AB3D#key=TANNIC-FALCON-XY "), { hostId: "TANNIC-FALCON-XY", code: "AB3D" });
  assert.deepEqual(readSignIn("https://x.org/results/AB3D#key=K-1"), { hostId: "K-1", code: "AB3D" });
  assert.deepEqual(readSignIn("TANNIC-FALCON"), { hostId: "TANNIC-FALCON" });
  assert.equal(readSignIn("https://x.org/host/AB3D"), null);
  assert.equal(readSignIn("two words"), null);
  assert.equal(readSignIn(""), null);
});
