// A component that draws itself anew only when one of its properties is another one: for long lists. What it reads
// of signals redraws it all the same.

import { Component, createElement, type ComponentType, type FunctionComponent } from "preact";

/** `draw`, left alone while its properties are the same. */
export function memo<P extends object>(draw: FunctionComponent<P>): ComponentType<P> {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const keys = Object.keys(next) as (keyof P)[];
      return keys.length !== Object.keys(this.props).length || keys.some((key) => next[key] !== (this.props as P)[key]);
    }

    override render() {
      return createElement(draw, this.props as P);
    }
  };
}
