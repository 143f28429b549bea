import type { LicenceVerification } from '@lianban/processes'

const STYLE = `body{font:16px/1.7 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1f2328;background:#f5f6f8;margin:0}
main{max-width:560px;margin:40px auto;background:#fff;border:1px solid #dfe3e8;border-radius:6px;padding:32px}
h1{font-size:20px;margin:0 0 16px}h1.good{color:#1a7f37}h1.bad{color:#b42318}
dl{display:grid;grid-template-columns:9em 1fr;gap:8px 16px;margin:0}dt{color:#57606a}dd{margin:0;overflow-wrap:anywhere}
code{font-family:ui-monospace,monospace;font-size:13px}p{color:#57606a;font-size:14px}
@media(max-width:600px){main{margin:0;border:0;padding:20px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:12px}}`

/** The page behind a licence's QR code: plain HTML, no script, readable on any phone. */
export function verificationPage(licence: LicenceVerification | null, now: number): string {
  const body = licence ? found(licence, now) : missing()
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>证照核验</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`
}

function found(l: LicenceVerification, now: number): string {
  const rows: [string, string][] = [
    ['证照名称', l.matterName],
    ['许可证编号', l.licenceNo],
    ['持证主体', l.holderName],
    ['发证机关', l.organName],
    ['发证日期', l.issuedOn],
    ['有效期至', l.validUntil],
    ['电子文件 SHA-256', l.sha256],
  ]
  const title = l.valid
    ? '<h1 class="good">✓ 核验一致:该证照由本系统签发,现行有效</h1>'
    : '<h1 class="bad">✕ 该证照由本系统签发,但已不在有效期内</h1>'
  const list = rows
    .map(([name, value]) => `<dt>${name}</dt><dd>${/SHA|编号/.test(name) ? `<code>${escape(value)}</code>` : escape(value)}</dd>`)
    .join('')
  return `${title}<dl>${list}</dl><p>核验时间 ${day(now)}。请核对纸质或电子证照上的内容与本页一致;不一致的,请拨打 12315。</p>`
}

const missing = (): string =>
  '<h1 class="bad">✕ 未查到该证照</h1><p>核验码有误,或该证照不是由本系统签发。请重新扫描证照上的二维码;仍未查到的,请谨防伪造,并拨打 12315 反映。</p>'

const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

const day = (now: number): string => new Date(now + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
