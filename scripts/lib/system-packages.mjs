import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { findProgram, run, say } from './run.mjs'

const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/local/bin', '/opt/homebrew/bin']

/** What some suites need from the system, as Debian packages; `isThere` also accepts what other systems call it. */
const NEEDS = [
  {
    debian: 'chromium',
    what: 'Chromium (documents as PDF, browser test)',
    isThere: () => hasAny('chromium', 'chromium-browser', 'google-chrome'),
  },
  { debian: 'fonts-noto-cjk', what: 'Noto CJK fonts (Chinese text in the PDF)', isThere: hasChineseFont },
  { debian: 'mariadb-server', what: 'MariaDB server, 10.6 or later', isThere: () => hasAny('mariadbd') },
  { debian: 'poppler-utils', what: 'Poppler (pdftotext)', isThere: () => hasAny('pdftotext') },
]

const hasAny = (...names) => names.some((name) => findProgram(name, SYSTEM_FOLDERS))

async function hasChineseFont() {
  if (existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')) return true
  const { code, output } = await run('fc-list', [':lang=zh', 'family'], { quiet: true })
  return code === 0 && output.trim() !== ''
}

/**
 * Installs what is missing on Debian as root; elsewhere says what to install. Never an error: a suite that lacks
 * something is skipped and says why.
 */
export async function installSystemPackages() {
  const missing = await whatIsMissing()
  if (missing.length === 0) return
  const names = missing.map((need) => need.debian)
  if (isDebian() && process.getuid?.() === 0) {
    say(`安装系统软件 · installing ${names.join(' ')} (apt-get)`)
    await aptInstall(names)
  } else {
    say('部分测试需要以下软件,缺少时相应测试将跳过 · some suites need, and are skipped without:')
    for (const { what, debian } of missing) console.log(`    ${what}; Debian: ${debian}`)
    if (isDebian()) console.log(`    sudo apt-get update && sudo apt-get install -y ${names.join(' ')}`)
  }
}

async function whatIsMissing() {
  const missing = []
  for (const need of NEEDS) if (!(await need.isThere())) missing.push(need)
  return missing
}

function isDebian() {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
}

async function aptInstall(names) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const steps = [
    ['update', '-q'],
    ['install', '-y', '-q', '--no-install-recommends', ...names],
  ]
  for (const args of steps) {
    const { code, output } = await run('apt-get', args, { quiet: true, env })
    if (code === 0) continue
    console.error(output.split('\n').slice(-20).join('\n'))
    say(`apt-get ${args[0]} 失败,相应测试将跳过 · failed (${code}), the suites that need it are skipped`)
    return
  }
}

/** The first build of MinIO downloads some 500 modules. */
const MINIO_BUILD_WITHIN_MS = 15 * 60 * 1000

/** Builds a MinIO server where Go is present; a failure only means that its suites are skipped. */
export async function buildMinio() {
  const bin = join(homedir(), '.cache', 'lianban', 'bin')
  const go = findProgram('go', ['/usr/local/go/bin'])
  if (findProgram('minio', [bin]) || !go) return
  say('构建 MinIO,只需一次,约数分钟 · building MinIO, once, some minutes (go install)')
  mkdirSync(bin, { recursive: true })
  const { code, output } = await run(go, ['install', 'github.com/minio/minio@latest'], {
    quiet: true,
    env: { GOBIN: bin },
    timeoutMs: MINIO_BUILD_WITHIN_MS,
  })
  if (code === 0) return
  console.error(output.split('\n').slice(-5).join('\n'))
  say(`MinIO 构建失败,相应测试将跳过 · the build failed (${code}), its suites are skipped`)
}
