import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { build } from 'vite'

it('is bundled for the browser without a module of Node and without storage', async () => {
  const entry = fileURLToPath(new URL('./index.ts', import.meta.url))
  const bundle = (await build({
    ...{ configFile: false, logLevel: 'silent', resolve: { conditions: ['development', 'browser', 'module', 'import', 'default'] } },
    build: { write: false, minify: false, lib: { entry, formats: ['es'], fileName: 'try-out' } },
  })) as unknown as { output: { type: string; code?: string; moduleIds?: string[] }[] }[]
  const chunks = bundle.flatMap(({ output }) => output).filter(({ type }) => type === 'chunk')
  const modules = chunks.flatMap(({ moduleIds }) => moduleIds ?? [])
  expect(modules.filter((id) => /__vite-browser-external|^node:|\/storage\/src\/|\/engine\/src\/runtime\//.test(id))).toEqual([])
  expect(chunks.map(({ code }) => code).join('')).not.toMatch(/from\s*["']node:|require\(["']node:/)
  expect(modules.some((id) => id.endsWith('/engine/src/core/step.ts'))).toBe(true)
})
