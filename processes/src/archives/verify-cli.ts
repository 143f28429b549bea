import { X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { TEST_NAMES, type TestName } from './archive-tests.ts'
import { verifyPackage, type PackageReport } from './package.ts'

const USAGE = `用法:lianban verify-archive <归档信息包.zip> [--public-key 日志公钥.pem] [--certificate 文书证书.pem]… [--sha256 登记的指纹] [--json]
  --public-key   另行留存的监察日志公钥;不给出时使用包内的公钥(公钥本身可能被替换)
  --certificate  信任的文书签名证书,可给出多次;不给出时使用包内的证书
  --sha256       档案登记的 SHA-256;给出时核对整个文件
  --json         以一行 JSON 输出结果
退出码:0 四项检测全部通过;1 发现问题;2 用法有误
`

/** A package held in memory to be verified. */
const MAX_FILE_BYTES = 1024 * 1024 * 1024

/**
 * `lianban verify-archive`: tests an archive package from its file alone, without the installation.
 * @returns exit code: 0 good, 1 a problem was found and named, 2 wrong usage
 */
export async function runVerifyArchive(args: string[], print: (text: string) => void): Promise<number> {
  const parsed = parse(args)
  if (!parsed) {
    print(USAGE)
    return 2
  }
  const { file, publicKeyFile, certificateFiles, sha256, json } = parsed
  const zip = await readPackage(file)
  const publicKey = publicKeyFile ? await readFile(publicKeyFile, 'utf8').catch(() => null) : undefined
  const certificates = await Promise.all(certificateFiles.map(readCertificate))
  if (zip === null || publicKey === null || certificates.includes(null)) {
    print(`无法读取给出的归档信息包、公钥或证书文件(包不超过 1 GB)。\n${USAGE}`)
    return 2
  }
  const report = await verifyPackage(zip, {
    logPublicKey: publicKey,
    certificates: certificates.length > 0 ? certificates.filter((one) => one !== null) : undefined,
  })
  if (sha256 !== undefined && sha256.toLowerCase() !== report.sha256) {
    report.ok = false
    report.problems.unshift(`文件指纹 ${report.sha256} 与登记的不符`)
  }
  print(json ? `${JSON.stringify(report)}\n` : words(report))
  return report.ok ? 0 : 1
}

function words({ ok, problems, tests, archiveNo, caseNo, sha256, files, keysFrom }: PackageReport): string {
  const lines = [
    `${ok ? '核验通过' : '核验不通过'}:档号 ${archiveNo ?? '-'},办件编号 ${caseNo ?? '-'},${files} 个文件`,
    `  SHA-256:${sha256}`,
    ...problems.map((problem) => `  ✕ ${problem}`),
  ]
  for (const [name, label] of Object.entries(TEST_NAMES)) {
    const test = tests?.[name as TestName]
    if (!test) continue
    lines.push(`  ${test.ok ? '✓' : '✕'} ${label}`)
    lines.push(...test.problems.map((problem) => `      ${problem}`), ...test.notes.map((note) => `      注意:${note}`))
  }
  if (keysFrom.log === 'package') lines.push('注意:使用的是包内的日志公钥,请核对其指纹,或者用 --public-key 给出另行留存的公钥。')
  if (keysFrom.documents === 'package') lines.push('注意:使用的是包内的文书签名证书,可以用 --certificate 给出信任的证书。')
  return `${lines.join('\n')}\n`
}

function parse(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        'public-key': { type: 'string' },
        certificate: { type: 'string', multiple: true },
        sha256: { type: 'string' },
        json: { type: 'boolean' },
      },
    })
    const [file, ...rest] = positionals
    if (file === undefined || rest.length > 0) return null
    const { sha256, json = false, certificate: certificateFiles = [], 'public-key': publicKeyFile } = values
    return { file, publicKeyFile, certificateFiles, sha256, json }
  } catch {
    return null
  }
}

async function readPackage(file: string): Promise<Buffer | null> {
  try {
    return (await stat(file)).size > MAX_FILE_BYTES ? null : await readFile(file)
  } catch {
    return null
  }
}

async function readCertificate(file: string): Promise<X509Certificate | null> {
  try {
    return new X509Certificate(await readFile(file))
  } catch {
    return null
  }
}
