import type { DeskVerification, PublishTarget } from '@lianban/tenants'
import { escape } from './public-page.ts'

export interface ReportContext {
  tenantName: string
  callerName: string
  targets: readonly Pick<PublishTarget, 'kind' | 'address'>[]
  /** UTC epoch milliseconds. */
  at: number
}

const TIME = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'long', timeStyle: 'medium' })
const FINDING_NAMES = { silence: '静默', 'clock-jump': '时钟跳变' } as const
const TARGET_NAMES = { folder: '文件夹', 'object-store': '对象存储', mail: '邮箱', 'web-hook': '接口' } as const
const SUITE_NAMES: Record<string, string> = { 'ed25519-sha256': 'Ed25519 签名,SHA-256 散列', 'sm2-sm3': 'SM2 签名,SM3 散列' }

/** The outcome of a verification as a page to be printed and kept. */
export function verificationReport(result: DeskVerification, { tenantName, callerName, targets, at }: ReportContext): string {
  const { ok, size, root, checkedAt, checkpoints, problem, findings, suite, publicKeyFingerprint } = result
  const facts: [string, string][] = [
    ['日志', `${tenantName} 电子监察日志`],
    ['核验时间', TIME.format(checkedAt)],
    ['核验人', callerName],
    ['记录数', `${size} 条`],
    ['签名检查点', ok ? `${checkpoints} 个,全部相符` : '见结论'],
    ['日志根', root ?? '日志为空'],
    ['算法', SUITE_NAMES[suite ?? ''] ?? '—'],
    ['公钥指纹(SHA-256)', publicKeyFingerprint],
    ['对外发布', targets.length ? targets.map(({ kind, address }) => `${TARGET_NAMES[kind]} ${address}`).join(';') : '未配置'],
  ]
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>监察日志核验报告</title><style>${STYLES}</style></head><body>
<h1>监察日志核验报告</h1>
<p class="verdict ${ok ? 'good' : 'bad'}">${ok ? '结论:日志完整,未发现改动。' : `结论:日志有问题。${escape(problem!.message)}(${escape(problem!.code)})`}</p>
<table>${facts.map(([name, value]) => `<tr><th>${escape(name)}</th><td>${escape(value)}</td></tr>`).join('')}</table>
<h2>需要说明的事项</h2>
${findingsHtml(findings)}
<h2>核验方法</h2>
<p>逐条重算记录的散列值,按 RFC 6962 逐级合并为日志根,与历次签名的检查点以及数据库之外留存的检查点比对。记录被修改、删除、插入、倒签、调换、截断,或数据库被退回旧状态的,都会指出是第几条。</p>
<p>本报告由系统自行核验生成。需要独立核验的,请导出日志,在另一台计算机上执行 <code>lianban verify-log</code>,使用另行留存的公钥和检查点。</p>
<p class="quiet">${ok ? `与本报告日志根相同的检查点,可证明截至第 ${size} 条的全部记录。` : '请保留现场,不要重启或恢复数据,并立即报告监察机关和系统管理员。'} 生成时间 ${TIME.format(at)}。</p>
</body></html>`
}

function findingsHtml(findings: DeskVerification['findings']): string {
  if (findings.length === 0) return '<p>无。服务器心跳连续,时钟未见跳变。</p>'
  const rows = findings.map(
    ({ kind, index, from, until, message }) =>
      `<tr><td>${FINDING_NAMES[kind]}</td><td>${index}</td><td>${TIME.format(from)}<br>${TIME.format(until)}</td><td>${escape(message)}</td></tr>`,
  )
  return `<p>以下事项不表示日志被改动,但应由系统管理员书面说明原因。</p>
<table class="list"><thead><tr><th>类别</th><th>记录序号</th><th>起止</th><th>说明</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

const STYLES = `
@page { size: A4; margin: 22mm 24mm }
body { margin: 0; color: #000; font: 11pt/1.7 'Noto Serif CJK SC', 'Source Han Serif SC', SimSun, serif }
h1 { margin: 0 0 8mm; font-size: 20pt; text-align: center }
h2 { margin: 7mm 0 2mm; font-size: 13pt }
p { margin: 0 0 2mm; text-align: justify }
.verdict { padding: 4mm 5mm; border: 0.4mm solid #2d7d46; font-size: 13pt; font-weight: 700 }
.verdict.bad { border-color: #c0362c; color: #c0362c }
table { width: 100%; border-collapse: collapse; margin-top: 4mm; font-size: 10pt; line-height: 1.5 }
th, td { border: 0.2mm solid #888; padding: 1.2mm 2.5mm; text-align: left; vertical-align: top; overflow-wrap: anywhere }
th { width: 36mm; font-weight: 400; background: #f3f4f6 }
table.list th { width: auto }
table.list td:nth-child(-n+2) { white-space: nowrap }
tr { break-inside: avoid }
code { font-family: monospace }
.quiet { margin-top: 6mm; font-size: 9.5pt; color: #444 }
`
