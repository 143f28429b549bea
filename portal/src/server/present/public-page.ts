/* What the pages have in common that anybody may see with a paper in his hand: plain HTML, no script, readable on any phone. */

const STYLE = `body{font:16px/1.7 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1f2328;background:#f5f6f8;margin:0}
main{max-width:600px;margin:40px auto;background:#fff;border:1px solid #dfe3e8;border-radius:6px;padding:32px}
h1{font-size:20px;line-height:1.5;margin:0 0 8px}h2{font-size:18px;margin:24px 0 8px;padding-top:20px;border-top:1px solid #dfe3e8}
p{margin:8px 0}.quiet{color:#57606a;font-size:14px}.text{white-space:pre-wrap;overflow-wrap:anywhere;border-left:3px solid #dfe3e8;padding-left:12px}
fieldset{border:0;margin:16px 0 0;padding:0;min-width:0}legend{padding:0;font-weight:600;margin-bottom:8px}
.grades{display:grid;gap:8px}.grades label{display:flex;align-items:center;gap:12px;min-height:52px;padding:0 16px;border:1px solid #8c959f;border-radius:6px;cursor:pointer}
.grades label:has(:checked){border-color:#1d5fb8;background:#eef4fc;box-shadow:inset 0 0 0 1px #1d5fb8}
.grades input,.tags input{width:20px;height:20px;margin:0;accent-color:#1d5fb8}label:focus-within,button:focus-visible,input:focus-visible,textarea:focus-visible{outline:3px solid #9cc2f0;outline-offset:1px}
.tags{display:flex;flex-wrap:wrap;gap:4px 20px}.tags label{display:flex;align-items:center;gap:8px;min-height:40px}
@supports selector(:has(*)){.poor,.good{display:none}form:has(.g1:checked,.g2:checked) .poor,form:has(.g3:checked,.g4:checked,.g5:checked) .good{display:block}}
textarea,input[type=text]{font:inherit;box-sizing:border-box;width:100%;border:1px solid #8c959f;border-radius:6px;padding:8px 12px}
textarea{min-height:96px}.field{display:block;margin:16px 0 0}.field span{display:block;margin-bottom:4px}
button{font:inherit;color:#fff;background:#1d5fb8;border:0;border-radius:6px;padding:8px 24px;min-height:48px;margin-top:16px;cursor:pointer}
.state{font-size:24px;line-height:1.4;font-weight:600;margin:8px 0 16px}dl{display:grid;grid-template-columns:9em 1fr;gap:8px 16px;margin:16px 0}dt{color:#57606a}dd{margin:0;overflow-wrap:anywhere}code{font-family:ui-monospace,monospace}
.expect{border:1px solid #b58100;border-radius:6px;padding:12px 16px;margin:16px 0}.expect ul{margin:4px 0 0;padding-left:20px}a{color:#1d5fb8}
.problem{color:#b42318;border:1px solid #b42318;border-radius:6px;padding:12px 16px;margin:16px 0}.done{color:#1a7f37;font-weight:600}
@media(max-width:640px){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:12px}main{margin:0;border:0;padding:20px}button{width:100%}}
@media(prefers-color-scheme:dark){body{background:#101418;color:#e6e8ea}main{background:#181d23;border-color:#30363d}h2{border-color:#30363d}.quiet,dt{color:#a0a8b0}a{color:#8ab8f0}.expect{border-color:#e0b050}
.grades label:has(:checked){background:#16263b}textarea,input[type=text]{background:#101418;color:inherit}.problem{color:#ff8a80;border-color:#ff8a80}.done{color:#5fd07c}}`

/** @param body markup of ours; what people wrote in it is escaped */
export const publicPage = (title: string, body: string): string =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${title}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`

export const problemBox = (problem: string | undefined): string =>
  problem === undefined ? '' : `<div class="problem" role="alert">${escape(problem)}</div>`

/** An instant as the county's clock shows it: 2026-11-26 09:30. */
export const minute = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

export const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
