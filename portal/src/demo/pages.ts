import type { Browser } from './browser.ts'

const PAGE = 200

/** All pages of a list. */
export async function everything<T>(browser: Browser, path: string): Promise<T[]> {
  const items: T[] = []
  for (let after: string | null | undefined = undefined; after !== null;) {
    const query: string = `${path.includes('?') ? '&' : '?'}limit=${PAGE}${after === undefined ? '' : `&after=${encodeURIComponent(after)}`}`
    const page: { items: T[]; next: string | null } | null = await browser.get(path + query)
    items.push(...(page?.items ?? []))
    after = page?.next ?? null
  }
  return items
}
