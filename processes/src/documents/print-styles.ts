/**
 * Styles all documents share: A4 with the side margins of GB/T 9704-2012 (28 mm left, 26 mm right), serif at 四号 (14 pt,
 * so that a notice with its table keeps to one page), the organ's name in red above a red line, the signature never
 * alone on a page. A template may add its own styles.
 */
export const PRINT_STYLES = `
@page { size: A4; margin: 22mm 26mm 15mm 28mm }
* { box-sizing: border-box }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact }
body { margin: 0; color: #000; font: 14pt/1.6 'Noto Serif CJK SC', 'Noto Serif SC', 'Source Han Serif SC', SimSun, 'Noto Sans CJK SC', serif }
.letterhead { color: #c8102e; font-weight: 700; font-size: 32pt; line-height: 1.25; text-align: center; letter-spacing: 0.06em; text-wrap: balance }
.rule { border: 0; border-top: 0.9mm solid #c8102e; border-bottom: 0.3mm solid #c8102e; height: 1.8mm; margin: 5mm 0 0 }
h1 { margin: 7mm 0 2mm; font-size: 22pt; line-height: 1.4; text-align: center; font-weight: 700 }
.number { margin: 0 0 5mm; text-align: center; font-size: 13pt }
.addressee { margin: 0; text-indent: 0; font-weight: 400 }
p { margin: 0; text-indent: 2em; text-align: justify; overflow-wrap: anywhere }
h2 { margin: 2mm 0 0; font-size: 14pt; line-height: 1.6; font-weight: 700; text-indent: 2em }
.code { font-variant-numeric: tabular-nums; word-break: break-all }
ol, ul { list-style: none; margin: 0; padding: 0 }
li { text-indent: 2em; text-align: justify }
table.facts { width: 100%; border-collapse: collapse; margin: 3mm 0; font-size: 12pt; line-height: 1.45 }
table.facts th, table.facts td { border: 0.25mm solid #000; padding: 1.1mm 3mm; text-align: left; vertical-align: middle; overflow-wrap: anywhere }
table.facts th { width: 34mm; font-weight: 400; text-align: center; white-space: nowrap }
table.changes th, table.changes td { width: auto }
table.changes tr:first-child th { text-align: center }
table.signing { table-layout: fixed }
table.signing td { height: 11mm }
table.signing th { width: 30mm }
table.proof { margin-top: 6mm }
.by-hand { height: 12mm; max-width: 45mm; object-fit: contain; vertical-align: middle; margin-left: 4mm }
.signature { position: relative; margin-top: 3mm; height: 40mm; break-inside: avoid; break-before: avoid }
.signature .text { position: absolute; right: 4mm; top: 16mm; width: 100mm; text-align: center; line-height: 8mm }
.signature .text div { white-space: nowrap; margin-bottom: 5mm }
.signature .check { position: absolute; left: 0; top: 6mm; width: 30mm; text-align: center; font-size: 9pt; line-height: 1.5; text-indent: 0 }
.signature .check svg { width: 22mm; height: 22mm; margin: 0 auto 1mm }
.signature .seal { position: absolute; right: 35mm; top: 0; width: 38mm; height: 38mm }
.note { margin-top: 3mm; padding-top: 1.5mm; border-top: 0.25mm solid #000; font-size: 10.5pt; line-height: 1.6; break-inside: avoid; break-before: avoid }
.note p { text-indent: 0 }
svg { display: block }
`
