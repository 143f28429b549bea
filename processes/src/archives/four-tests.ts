import { createHash } from 'node:crypto'
import { SNIFF_BYTES, sniffMediaType } from '@lianban/storage'
import { verifyEvidence, type EvidenceReport } from '@lianban/tenants'
import { verifySignature } from '../signing/index.ts'
import { Findings, type ArchiveTests, type Trust } from './archive-tests.ts'
import { CERTIFICATES, PLACES, type Metadata, type PackageFiles } from './metadata.ts'
import { checkPdf } from './pdf-check.ts'

/** Formats for long keeping (DA/T 47, GB/T 33190): what is handed in and what is issued. */
const LASTING = new Set(['application/pdf', 'application/ofd', 'image/jpeg', 'image/png', 'image/tiff'])
const SAFE_PATH = /^(?!\/)(?!.*(^|\/)\.\.(\/|$))[^\\\p{Cc}]{1,400}$/u
/** Papers that stand for a number; cases and receipts have a number without one. */
const PAPER_KINDS = ['document', 'licence']

type Content = { path: string | null; name: string; sha256: string; size: number; mediaType: string }

/**
 * 四性检测 of a package from its files alone: the same when it is built and whenever it is verified later.
 * Pure but for its reading of the files; never throws for what is in them.
 */
export async function fourTests(files: PackageFiles, metadata: Metadata, trust: Trust): Promise<ArchiveTests> {
  const log = verifyEvidence(
    { entries: textOf(files, PLACES.logEntries), proofs: textOf(files, PLACES.logProofs) },
    trust.logPublicKey,
    `case:${metadata.case.id}`,
  )
  const contents: Content[] = [
    ...metadata.documents.map((one) => ({ ...one, name: `文书《${one.name}》` })),
    ...metadata.materials.map((one) => ({ ...one, name: `材料“${one.name}”(${one.fileName})` })),
  ]
  return {
    authentic: testAuthentic(files, metadata, contents, log, trust).result(),
    complete: testComplete(files, metadata, contents, log).result(),
    usable: testUsable(files, contents).result(),
    safe: (await testSafe(files, contents)).result(),
  }
}

/** 真实: contents are those that were recorded, signatures hold, the log that tells of them is the signed one. */
function testAuthentic(files: PackageFiles, metadata: Metadata, contents: Content[], log: EvidenceReport, trust: Trust): Findings {
  const found = new Findings()
  for (const { path, name, sha256 } of contents) {
    const data = path === null ? undefined : files.get(path)
    if (data) found.expect(hashOf(data) === sha256, `${name}的内容与登记的 SHA-256 不符`)
  }
  const issued = issuedInLog(log)
  for (const { path, name, sha256, number } of metadata.documents) {
    const data = path === null ? undefined : files.get(path)
    found.expect(issued.has(sha256), `文书《${name}》的指纹不在监察日志的出具记录中`)
    if (!data) continue
    const signature = verifySignature(data, trust.certificates)
    if (signature.state === 'unsigned') found.notes.push(`文书《${name}》${number ?? ''}没有电子签名，由监察日志的出具记录证明`)
    else found.expect(signature.state === 'valid', `文书《${name}》的电子签名${SIGNATURE_TEXTS[signature.state]}`)
  }
  found.problems.push(...log.problems)
  return found
}

const SIGNATURE_TEXTS = { valid: '', untrusted: '不是受信任的证书所签', invalid: '无效，文件签名后被改动或者签名损坏' }

/** 完整: nothing that the case, the register or the log tells of is missing, and nothing is there that nobody tells of. */
function testComplete(files: PackageFiles, metadata: Metadata, contents: Content[], log: EvidenceReport): Findings {
  const found = new Findings()
  const named = new Set<string>([...Object.values(PLACES), ...contents.flatMap(({ path }) => path ?? [])])
  const needed = Object.values(PLACES).filter((path) => path !== PLACES.tests && path !== PLACES.manifest)
  for (const path of needed) found.expect(files.has(path), `缺少文件 ${path}`)
  for (const { path, name, size } of contents) {
    const data = path === null ? undefined : files.get(path)
    if (!data) found.problems.push(`缺少${name}的文件`)
    else found.expect(data.length === size, `${name}的大小与登记的不符`)
  }
  for (const path of files.keys()) found.expect(named.has(path) || path.startsWith(CERTIFICATES), `文件 ${path} 没有列入元数据`)

  const onPaper = new Set(metadata.documents.flatMap(({ number }) => number ?? []))
  const registered = new Set(metadata.numbers.map(({ number }) => number))
  for (const { kind, number, voided } of metadata.numbers)
    found.expect(!PAPER_KINDS.includes(kind) || voided || onPaper.has(number), `登记簿中的编号“${number}”没有对应的文书`)
  for (const number of onPaper) found.expect(registered.has(number), `文书编号“${number}”不在登记簿中`)

  found.expect(log.entries.length === metadata.logEntries, `监察日志记录应有 ${metadata.logEntries} 条，实有 ${log.entries.length} 条`)
  const kept = new Set(metadata.documents.map(({ sha256 }) => sha256))
  for (const [sha256, name] of issuedInLog(log)) found.expect(kept.has(sha256), `监察日志记载出具了《${name}》，卷内没有`)
  const handedIn = new Set(metadata.materials.map(({ id }) => id))
  for (const id of filesInLog(log)) found.expect(handedIn.has(id), `监察日志记载提交了材料文件 ${id}，卷内没有`)
  return found
}

/** 可用: everything opens, in formats that will open in thirty years. */
function testUsable(files: PackageFiles, contents: Content[]): Findings {
  const found = new Findings()
  for (const { path, name, mediaType } of contents) {
    const data = path === null ? undefined : files.get(path)
    if (!data) continue
    found.expect(LASTING.has(mediaType), `${name}的格式 ${mediaType} 不适合长期保存`)
    if (mediaType === 'application/pdf') for (const problem of checkPdf(data).broken) found.problems.push(`${name}不能打开：${problem}`)
    if (mediaType === 'image/jpeg') found.expect(data.lastIndexOf(JPEG_END) > 0, `${name}不能打开：图片不完整`)
    if (mediaType === 'image/png') found.expect(data.indexOf(PNG_END) > 0, `${name}不能打开：图片不完整`)
  }
  for (const path of [PLACES.applicationData, PLACES.timelineData]) {
    try {
      JSON.parse(textOf(files, path))
    } catch {
      found.problems.push(`${path} 不能读取`)
    }
  }
  return found
}

const JPEG_END = Buffer.from('ffd9', 'hex')
const PNG_END = Buffer.from('IEND')

/** 安全: nothing acts by itself, nothing is other than it says, no place leads out of the package. */
async function testSafe(files: PackageFiles, contents: Content[]): Promise<Findings> {
  const found = new Findings()
  for (const path of files.keys()) found.expect(SAFE_PATH.test(path), `文件路径“${path}”不安全`)
  for (const { path, name, mediaType } of contents) {
    const data = path === null ? undefined : files.get(path)
    if (!data) continue
    const sniffed = await sniffMediaType(data.subarray(0, SNIFF_BYTES))
    found.expect(sniffed === mediaType, `${name}登记为 ${mediaType}，内容实为 ${sniffed ?? '无法识别的格式'}`)
    if (sniffed === 'application/pdf') for (const what of checkPdf(data).active) found.problems.push(`${name}含有${what}`)
  }
  for (const path of [PLACES.applicationPage, PLACES.timelinePage])
    found.expect(!/<script|javascript:|\son\w+=/i.test(textOf(files, path)), `${path} 含有脚本`)
  return found
}

/** SHA-256 → name of every document that the log says was issued. */
const issuedInLog = ({ entries }: EvidenceReport): Map<string, string> =>
  new Map(
    entries.flatMap(({ action, payload }) => {
      const { sha256, name } = (payload ?? {}) as { sha256?: unknown; name?: unknown }
      return action === 'document.issued' && typeof sha256 === 'string' ? [[sha256, String(name)] as const] : []
    }),
  )

/** Ids of the files that the log says came with the application. */
const filesInLog = ({ entries }: EvidenceReport): string[] =>
  entries.flatMap(({ action, payload }) => {
    const { materials } = (payload ?? {}) as { materials?: unknown }
    if (action !== 'case.submitted' || typeof materials !== 'object' || materials === null) return []
    return Object.values(materials).flatMap((ids) => (Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : []))
  })

const hashOf = (data: Buffer): string => createHash('sha256').update(data).digest('hex')
const textOf = (files: PackageFiles, path: string): string => files.get(path)?.toString('utf8') ?? ''
