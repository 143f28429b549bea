import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT, runTool, say } from './run.mjs'

/** What the server needs; the tests and the web application have their own type check in npm test. */
const SERVER_PROJECTS = ['storage', 'engine', 'forms', 'forms/tsconfig.react.json', 'tenants', 'processes', 'designer', 'portal']
const PACKAGES = ['storage', 'engine', 'forms', 'tenants', 'processes', 'designer', 'portal']
const SHARED_INPUTS = ['package-lock.json', 'tsconfig.base.json', 'tsconfig.browser.json']

const SERVER = {
  name: 'server',
  inputs: [
    ...SHARED_INPUTS,
    ...PACKAGES.flatMap((name) => [`${name}/src`, `${name}/package.json`, `${name}/tsconfig.json`]),
    'forms/tsconfig.react.json',
  ],
  ignore: (path) => path === 'portal/src/web' || isTest(path),
  output: 'portal/dist/cli/lianban.js',
}
const WEB = {
  name: 'web',
  inputs: [...SHARED_INPUTS, 'portal/src/web', 'forms/src', 'designer/src', 'engine/src', 'processes/src'],
  ignore: (path) => isTest(path),
  output: 'portal/dist/web/index.html',
}

const isTest = (path) => /\.test\.tsx?$/.test(path)

/** Compiles the server if its sources changed since the last time. @returns {Promise<boolean>} false if it does not compile */
export function buildServer() {
  return ifStale(SERVER, () => {
    say('编译服务端 · compiling the server (tsc -b)')
    return runTool('typescript/bin/tsc', ['-b', ...SERVER_PROJECTS])
  })
}

/** Bundles the web application if anything that it is made of changed. @returns {Promise<boolean>} false if it does not build */
export function buildWeb({ quiet = false } = {}) {
  return ifStale(WEB, () => {
    say('打包网页 · bundling the web application (vite build)')
    return runTool('vite/bin/vite.js', ['build', 'portal/src/web', '--logLevel', 'warn'], { quiet })
  })
}

async function ifStale({ name, inputs, ignore, output }, build) {
  const record = join(ROOT, 'node_modules', '.cache', 'lianban', `${name}.fingerprint`)
  const fingerprint = fingerprintOf(inputs, ignore)
  if (existsSync(join(ROOT, output)) && existsSync(record) && readFileSync(record, 'utf8') === fingerprint) return true
  const { code, output: words } = await build()
  if (code !== 0 || !existsSync(join(ROOT, output))) {
    if (words) console.error(words)
    say(`构建失败 · the build failed (${name}${code === 0 ? `: no ${output}` : ''})`)
    return false
  }
  mkdirSync(dirname(record), { recursive: true })
  writeFileSync(record, fingerprint)
  return true
}

/** A hash over path, size and time of change of every input: a look takes milliseconds and needs no content. */
function fingerprintOf(inputs, ignore) {
  const hash = createHash('sha256')
  const visit = (path) => {
    const stat = statSync(join(ROOT, path), { throwIfNoEntry: false })
    if (!stat || ignore(path)) return
    if (stat.isDirectory()) {
      for (const entry of readdirSync(join(ROOT, path)).sort()) visit(`${path}/${entry}`)
    } else {
      hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`)
    }
  }
  inputs.forEach(visit)
  return hash.digest('hex')
}
