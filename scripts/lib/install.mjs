import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { ROOT, run, say } from './run.mjs'

const LOCK = join(ROOT, 'package-lock.json')
/** npm's own record of what lies in node_modules, written when an installation is complete. */
const INSTALLED = join(ROOT, 'node_modules', '.package-lock.json')
const MARKER = join(ROOT, 'node_modules', '.lianban-installed')

/**
 * Installs the packages if node_modules is missing or does not hold what package-lock.json says.
 * The marker holds the lock's hash, so that a look at an unchanged installation takes a millisecond.
 * @returns {Promise<boolean>} false if npm failed
 */
export async function installPackages() {
  const lock = readFileSync(LOCK)
  const hash = createHash('sha256').update(lock).digest('hex')
  if (existsSync(MARKER) && readFileSync(MARKER, 'utf8') === hash) return true
  if (!isInstalled(lock)) {
    say('安装依赖,约需一至两分钟 · installing packages, a minute or two (npm ci)')
    const { code } = await npm('ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error')
    if (code !== 0) {
      say(`依赖安装失败,请检查网络与上面的提示 · npm ci failed (${code}), see above`)
      return false
    }
  }
  writeFileSync(MARKER, hash)
  return true
}

/** Whether somebody ran npm install by hand: every package of the lock is there in its version. */
function isInstalled(lock) {
  if (!existsSync(INSTALLED)) return false
  const installed = JSON.parse(readFileSync(INSTALLED, 'utf8')).packages
  return Object.entries(JSON.parse(lock).packages).every(([path, wanted]) => {
    // The root and the workspaces themselves are no entries of node_modules; optional ones may be for another system.
    if (!path.includes('node_modules') || (wanted.optional && !installed[path])) return true
    return installed[path]?.version === wanted.version
  })
}

/** The npm that runs this script; without one (node scripts/start.mjs), the npm of the PATH. */
function npm(...args) {
  const cli = process.env.npm_execpath
  if (cli?.endsWith('.js')) return run(process.execPath, [cli, ...args])
  return process.platform === 'win32' ? run('cmd.exe', ['/c', 'npm', ...args]) : run('npm', args)
}
