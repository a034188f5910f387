interface Series {
  readonly name: string;
  /** A variable of the page's style. */
  readonly colour: string;
  readonly values: readonly number[];
}

/** What {@link BarDiagram} draws: a group of bars for each name, a bar in it for each series. */
export interface Bars {
  readonly names: readonly string[];
  /** Of names that are long: how wide they may be, in pixels, before they are cut; wider where there is room. */
  readonly nameLook?: { readonly width: number; readonly overflow: 'truncate' };
  /** Of values that are whole numbers: no line between 0 and 1. */
  readonly valueLook?: { readonly minInterval: number };
  /** Of each bar: how wide it becomes at most, in pixels, and how far it stands from the next of its group. */
  readonly barLook: { readonly barMaxWidth: number; readonly barGap?: string };
  readonly series: readonly Series[];
}
