/* What the pages have in common that anybody may see with a paper in his hand: plain HTML, no script, readable on any phone. */

const LIGHT =
  '--back:#f5f6f8;--card:#fff;--text:#1f2328;--quiet:#57606a;--line:#dfe3e8;--edge:#8c959f;--link:#1d5fb8;--good:#1a7f37;--bad:#b42318;--unsure:#7a5200;--chosen:#eef4fc'
const DARK =
  '--back:#101418;--card:#181d23;--text:#e6e8ea;--quiet:#a0a8b0;--line:#30363d;--edge:#6b7480;--link:#8ab8f0;--good:#5fd07c;--bad:#ff8a80;--unsure:#e0b050;--chosen:#16263b'

const STYLE = `:root{color-scheme:light;${LIGHT}}@media(prefers-color-scheme:dark){:root:not(.light){color-scheme:dark;${DARK}}}:root.dark{color-scheme:dark;${DARK}}
*{box-sizing:border-box}body{font:16px/1.7 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:var(--text);background:var(--back);margin:0;text-align:right}
#large{width:18px;height:18px;margin:12px 4px 0 0;vertical-align:middle;accent-color:#1d5fb8}#large+label{display:inline-block;margin:12px 16px 0 0;vertical-align:middle;cursor:pointer}#large:checked~main{zoom:1.3}
main{text-align:left;max-width:600px;margin:16px auto 40px;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:32px}
h1{font-size:20px;line-height:1.5;margin:0 0 8px}h2{font-size:18px;margin:24px 0 8px;padding-top:20px;border-top:1px solid var(--line)}
p{margin:8px 0}.quiet{color:var(--quiet);font-size:14px}.text{white-space:pre-wrap;overflow-wrap:anywhere;border-left:3px solid var(--line);padding-left:12px}
a{color:var(--link)}code{font-family:ui-monospace,monospace;font-size:.9em}.good,.done{color:var(--good)}.bad{color:var(--bad)}.unsure{color:var(--unsure)}.done{font-weight:600}
.state{font-size:24px;line-height:1.4;font-weight:600;margin:8px 0 16px}dl{display:grid;grid-template-columns:9em 1fr;gap:8px 16px;margin:16px 0}dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}
.expect,.problem,.result{border:1px solid;border-radius:6px;padding:12px 16px;margin:16px 0}.expect{border-color:var(--unsure)}.expect ul{margin:4px 0 0;padding-left:20px}.problem{color:var(--bad)}.result p{margin:0}
fieldset{border:0;margin:16px 0 0;padding:0;min-width:0}legend{padding:0;font-weight:600;margin-bottom:8px}
.grades{display:grid;gap:8px}.grades label{display:flex;align-items:center;gap:12px;min-height:52px;padding:0 16px;border:1px solid var(--edge);border-radius:6px;cursor:pointer}
.grades label:has(:checked){border-color:#1d5fb8;background:var(--chosen);box-shadow:inset 0 0 0 1px #1d5fb8}
.grades input,.tags input{width:20px;height:20px;margin:0;accent-color:#1d5fb8}
.tags{display:flex;flex-wrap:wrap;gap:4px 20px}.tags label{display:flex;align-items:center;gap:8px;min-height:40px}
@supports selector(:has(*)){.poor,.good-tags{display:none}form:has(.g1:checked,.g2:checked) .poor,form:has(.g3:checked,.g4:checked,.g5:checked) .good-tags{display:block}}
textarea,select,input[type=text],input[type=search]{font:inherit;width:100%;min-width:0;min-height:44px;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:6px;padding:8px 12px}
::placeholder{color:var(--quiet);opacity:1}textarea{min-height:96px}.field{display:block;margin:16px 0 0}.field span{display:block;margin-bottom:4px}input[type=file]{font:inherit;max-width:100%}
button{font:inherit;color:#fff;background:#1d5fb8;border:0;border-radius:6px;padding:8px 24px;min-height:48px;margin-top:16px;cursor:pointer}
:focus-visible,label:focus-within{outline:3px solid #5b9bea;outline-offset:1px}
@media(max-width:640px){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:12px}main{margin:8px 0 0;border-width:1px 0;border-radius:0;padding:20px}button{width:100%}}`

/** A page as it is put together; `publicHtml` draws it. */
export interface PublicPage {
  title: string
  /** Markup of ours; what people wrote in it is escaped. */
  body: string
  /** Of this page beside what all have. */
  style?: string
  /** Whether search engines may keep it. @default false */
  isListed?: boolean
}

/** How somebody wants pages to look, as he has chosen in the application on this device. */
export interface Look {
  /** Absent: as the device does. */
  mode?: 'light' | 'dark'
  isLarge: boolean
}

export const publicPage = (title: string, body: string): PublicPage => ({ title, body })

/** The page for whoever asks. Large type can be chosen on the page itself, too. */
export const publicHtml = ({ title, body, style = '', isListed = false }: PublicPage, { mode, isLarge }: Look): string =>
  `<!doctype html><html lang="zh-CN"${mode ? ` class="${mode}"` : ''}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">${
    isListed ? '' : '<meta name="robots" content="noindex">'
  }<title>${escape(title)}</title><style>${STYLE}${style}</style></head><body><input type="checkbox" id="large" autocomplete="off"${
    isLarge ? ' checked' : ''
  }><label for="large">大字显示</label><main>${body}</main></body></html>`

export const problemBox = (problem: string | undefined): string =>
  problem === undefined ? '' : `<div class="problem" role="alert">${escape(problem)}</div>`

/** An instant as the county's clock shows it: 2026-11-26 09:30. */
export const minute = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

export const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
