import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import openapiTS, { astToString } from 'openapi-typescript'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApiDocument } from '../src/server/routes/openapi.ts'
import { newDataDir, removeDataDir, startServer, type ServerProcess } from './support/server-process.ts'

/*
 * A client whose types are made from the OpenAPI file, and that imports nothing of ours, does the main job: what it needs stands in
 * the file, or it does not compile.
 */

/** Beside the packages that the client imports. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url))
const PROGRAM = fileURLToPath(new URL('generated-client/main-job.mts', import.meta.url))
let folder: string

beforeAll(async () => {
  mkdirSync(CACHE, { recursive: true })
  folder = mkdtempSync(join(CACHE, 'generated-client-'))
  const types = await openapiTS(JSON.stringify(openApiDocument()), { defaultNonNullable: false })
  writeFileSync(join(folder, 'schema.d.mts'), astToString(types))
  copyFileSync(PROGRAM, join(folder, 'main-job.mts'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('types made from the file type-check, and the client by them', { timeout: 60_000 }, () => {
  const program = ts.createProgram([join(folder, 'main-job.mts')], {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: ['node'],
    typeRoots: [fileURLToPath(new URL('../../node_modules/@types', import.meta.url))],
  })
  const { diagnostics } = program.emit()
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics]
  expect(
    ts.formatDiagnostics(problems, { getCanonicalFileName: (name) => name, getCurrentDirectory: () => folder, getNewLine: () => '\n' }),
  ).toBe('')
})

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const missing = existsSync(CHROMIUM) ? null : 'Chromium is not installed'

describe.skipIf(missing)(missing ? `(skipped: ${missing})` : 'against a server', () => {
  let server: ServerProcess
  const dataDir = newDataDir()
  beforeAll(async () => {
    server = await startServer({ dataDir })
  })
  afterAll(async () => {
    await server.stop()
    removeDataDir(dataDir)
  })

  test('it applies, has the case decided, and downloads the licence', { timeout: 150_000 }, async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'main-job.mjs'), server.url], { timeout: 140_000 })
    expect(JSON.parse(stdout)).toMatchObject({ status: 'granted', standing: 'valid', magic: '%PDF-' })
  })
})
