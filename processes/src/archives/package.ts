import { createHash, X509Certificate } from 'node:crypto'
import { passed, type ArchiveTests, type Trust } from './archive-tests.ts'
import { collectCase, type Collected } from './collect-case.ts'
import { fourTests } from './four-tests.ts'
import { CERTIFICATES, jsonFile, Metadata, PLACES, type PackageFiles } from './metadata.ts'
import { readZip, writeZip } from './zip.ts'
import type { Database } from '@lianban/storage'

/** manifest.json: every other file with its hash. */
interface Manifest {
  algorithm: 'SHA-256'
  files: { path: string; size: number; sha256: string }[]
}

export interface BuiltPackage {
  zip: Buffer
  tests: ArchiveTests
}

/** The archive information package of a case 归档信息包, tested. The same case, log and time give the same bytes. */
export async function buildPackage(database: Database, given: Collected): Promise<BuiltPackage> {
  const { files, metadata } = await collectCase(database, given)
  const trust = { certificates: given.certificates, logPublicKey: given.evidence.publicKey }
  const tests = await fourTests(files, metadata, trust)
  files.set(PLACES.tests, jsonFile(tests))
  files.set(PLACES.manifest, jsonFile(manifestOf(files)))
  return { zip: await writeZip(files, given.archive.created_at), tests }
}

const manifestOf = (files: PackageFiles): Manifest => ({
  algorithm: 'SHA-256',
  files: [...files].map(([path, data]) => ({ path, size: data.length, sha256: hashOf(data) })),
})

/** What a verification of a package found. */
export interface PackageReport {
  ok: boolean
  /** Why it is no package of ours at all, or not the one that was made; Chinese. */
  problems: string[]
  /** null: it could not be read so far. */
  tests: ArchiveTests | null
  archiveNo: string | null
  caseNo: string | null
  sha256: string
  files: number
  /** Whether the keys came from outside; else from the package itself, which proves less. */
  keysFrom: { log: 'given' | 'package'; documents: 'given' | 'package' }
}

/**
 * Verifies a package from its bytes alone: every file against the manifest, then the four tests anew. Never throws for what
 * is in it.
 * @param given keys and certificates that the verifier trusts. @default those in the package
 */
export async function verifyPackage(zip: Buffer, given: Partial<Trust> = {}): Promise<PackageReport> {
  const report: PackageReport = {
    ...{ ok: false, problems: [], tests: null, archiveNo: null, caseNo: null, sha256: hashOf(zip), files: 0 },
    keysFrom: { log: given.logPublicKey ? 'given' : 'package', documents: given.certificates ? 'given' : 'package' },
  }
  let files: Map<string, Buffer>
  try {
    files = await readZip(zip)
  } catch (error) {
    report.problems.push((error as Error).message)
    return report
  }
  report.files = files.size
  report.problems.push(...manifestProblems(files))
  const metadata = Metadata.safeParse(parse(files.get(PLACES.metadata)))
  if (!metadata.success) {
    report.problems.push('metadata.json 缺少或者不是归档信息包的元数据')
    return report
  }
  report.archiveNo = metadata.data.archive.no
  report.caseNo = metadata.data.case.no
  const trust: Trust = {
    certificates: given.certificates ?? certificatesIn(files),
    logPublicKey: given.logPublicKey ?? files.get(PLACES.logKey)?.toString('utf8') ?? '',
  }
  report.tests = await fourTests(files, metadata.data, trust)
  report.ok = report.problems.length === 0 && passed(report.tests)
  return report
}

function manifestProblems(files: PackageFiles): string[] {
  const manifest = parse(files.get(PLACES.manifest)) as Manifest | null
  if (manifest?.algorithm !== 'SHA-256' || !Array.isArray(manifest.files)) return ['manifest.json 缺少或者无法读取']
  const problems: string[] = []
  const listed = new Map(manifest.files.map(({ path, sha256 }) => [path, sha256]))
  for (const [path, sha256] of listed) {
    const data = files.get(path)
    if (!data) problems.push(`缺少文件 ${path}`)
    else if (hashOf(data) !== sha256) problems.push(`文件 ${path} 被改动`)
  }
  for (const path of files.keys()) if (path !== PLACES.manifest && !listed.has(path)) problems.push(`文件 ${path} 不在清单中`)
  return problems
}

function certificatesIn(files: PackageFiles): X509Certificate[] {
  return [...files].flatMap(([path, data]) => {
    if (!path.startsWith(CERTIFICATES)) return []
    try {
      return [new X509Certificate(data)]
    } catch {
      return []
    }
  })
}

function parse(data: Buffer | undefined): unknown {
  try {
    return data ? (JSON.parse(data.toString('utf8')) as unknown) : null
  } catch {
    return null
  }
}

const hashOf = (data: Buffer): string => createHash('sha256').update(data).digest('hex')
