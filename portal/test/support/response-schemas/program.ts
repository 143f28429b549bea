import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
const ROUTES = join(ROOT, 'portal/src/server/routes')

/** The routes and all that they import, from source, with their types. */
export function routesProgram(): ts.Program {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.tests.json'), (file) => ts.sys.readFile(file)) as { config: object }
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: ['vitest.config.ts'] }, ts.sys, ROOT)
  return ts.createProgram([...routeFiles(), join(ROUTES, '../app.ts')], {
    ...options,
    incremental: false,
    tsBuildInfoFile: undefined,
    customConditions: ['development'],
  })
}

/** Absolute paths. */
export const routeFiles = (): string[] =>
  readdirSync(ROUTES)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(ROUTES, name))
