import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin, Rolldown } from 'vite'

interface FirstPage {
  screen: string
  /** What the page reads first. */
  data?: string[]
  /** Only whoever is logged in may read that. */
  isOwn?: boolean
}

/** Pages that people come to from outside, on a telephone and for the first time, by their addresses. */
const FIRST_PAGES: Record<string, FirstPage> = {
  guide: { screen: 'guide/catalogue-page', data: ['/api/guide'] },
  'guide/:key': { screen: 'guide/guide-page', data: ['/api/guide/:key'] },
  login: { screen: 'login' },
  matters: { screen: 'applicant/matter-list', data: ['/api/matters'], isOwn: true },
  'matters/:key': { screen: 'applicant/matter-page', data: ['/api/matters/:key'], isOwn: true },
  'matters/:key/apply': {
    screen: 'applicant/apply-page',
    data: ['/api/matters/:key', '/api/matters/:key/prefill', '/api/drafts/matter/:key'],
    isOwn: true,
  },
  'my-cases': { screen: 'applicant/my-cases' },
  'my-cases/:id': { screen: 'applicant/my-case' },
  'my-licences': { screen: 'applicant/my-licences' },
  'phone-upload': { screen: 'phone/phone-upload-page' },
}

type Bundle = Rolldown.OutputBundle
type Chunk = Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string> } }

/**
 * An `index.html` for each of the first pages that names the page's own files as well. Otherwise a browser hears of them only when
 * it has loaded and run everything that comes before. `first-pages.json` says which file is for which address, and what data the
 * server may announce with it.
 */
export function firstPages(out: string): Plugin {
  return {
    name: 'first-pages',
    writeBundle(_options, bundle) {
      const html = readFileSync(join(out, 'index.html'), 'utf8')
      const files = Object.entries(FIRST_PAGES).map(([path, { screen, ...data }], at) => {
        const file = `first-page-${at}.html`
        writeFileSync(join(out, file), html.replace(/ *<\/head>/, `${linksOf(bundle, screen, html)}  </head>`))
        return [path, { file, ...data }]
      })
      writeFileSync(join(out, 'first-pages.json'), JSON.stringify(Object.fromEntries(files)))
    },
  }
}

function linksOf(bundle: Bundle, screen: string, html: string): string {
  const chunks = Object.values(bundle).filter((one): one is Chunk => one.type === 'chunk')
  const page = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/screens/${screen}.tsx`))
  if (!page) throw new Error(`first-pages.ts: no file was made of screens/${screen}.tsx`)
  const needed = new Map([[page.fileName, page]])
  for (const chunk of needed.values())
    for (const name of chunk.imports) {
      const imported = chunks.find(({ fileName }) => fileName === name)
      if (imported) needed.set(name, imported)
    }
  const styles = new Set([...needed.values()].flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]))
  // What every page needs comes first.
  return [
    ...[...styles].map((name) => [name, 'rel="stylesheet"']),
    ...[...needed.keys()].map((name) => [name, 'rel="modulepreload" fetchpriority="low"']),
  ]
    .filter(([name]) => !html.includes(`"/${name}"`))
    .map(([name, link]) => `    <link ${link} crossorigin href="/${name}">\n`)
    .join('')
}
