import { themed, themes } from '../theme.ts';
import { embeddedJson, html, Markup } from './html.ts';
import { STYLE } from './style.ts';

/**
 * The page loads nothing from anywhere. Vega makes functions from text when it draws a chart, which this policy has to
 * allow.
 */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval'; img-src data:";

/** A whole HTML document with the style, and the scripts that draw and save charts. */
export async function shell(title: string, body: Markup): Promise<string> {
  const { SCRIPT, CHARTS, NOTICES } = await import('../generated/page-scripts.ts');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
${body}
<script type="application/json" id="chart-theme">${embeddedJson(themed({} as never, themes.page))}</script>
<script type="application/json" id="chart-library">${embeddedJson(CHARTS)}</script>
<script type="text/plain" id="licences">${new Markup(NOTICES.replaceAll('<', '‹'))}</script>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`.text;
}
