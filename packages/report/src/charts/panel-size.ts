/** The inside of a panel, in pixels. */
export interface PanelSize {
  readonly width: number;
  readonly height: number;
}

/** About the width of a column of text, or of half a page on a screen. */
export const panelSize: PanelSize = { width: 300, height: 190 };

/** Fits the window of a phone, 360 pixels, together with an axis. */
export const narrowPanel: PanelSize = { ...panelSize, width: 236 };
