import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endBrowser } from '@lianban/processes'
import type { Browser } from 'puppeteer'
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import { ApiClient } from './api-client.ts'
import { launch, Person } from './person.ts'
import { newDataDir, removeDataDir, startServer, type ServerProcess } from './server-process.ts'

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
/** Page of the built application. */
export const WEB = fileURLToPath(new URL('../../dist/web/index.html', import.meta.url))
/** Set to a folder to keep pictures of what is seen: of a failed walk, and those that walks ask for. */
const PICTURES = process.env.PICTURES
/** A walk of many pages, on a machine that others use too. */
const WALK_MS = 120_000

/** A server of its own with the sample county, and people at browsers of their own. */
export interface Site {
  readonly server: ServerProcess
  readonly browser: Browser
  readonly dataDir: string
  /** Those who sit at a browser in this walk. */
  readonly people: readonly Person[]
  /** The address of a page. */
  at(path: string): string
  client(username: string): Promise<ApiClient>
  /** Somebody who is logged in, at an address. */
  sits(username: string, path: string): Promise<Person>
  /** Somebody who is not logged in, at an address. */
  visitor(path: string): Promise<Person>
  /** Somebody who logs in as people do. */
  login(username: string): Promise<Person>
  /** Kept only where somebody wants pictures. */
  picture(person: Person, name: string): Promise<void>
  /** No page said anything on its console that it should not. */
  noComplaints(): void
}

/**
 * A suite of walks in the real browser; skipped, with the reason, where Chromium or the built application is not there. Everybody
 * leaves after each walk.
 * @param env of the server
 * @param wait ms for one walk
 */
export function describeInBrowser(
  name: string,
  walks: (site: Site) => void,
  { env = {}, wait = WALK_MS }: { env?: Record<string, string>; wait?: number } = {},
): void {
  const missing = !existsSync(CHROMIUM) ? 'Chromium is not installed' : !existsSync(WEB) ? 'the web application is not built' : null
  describe.skipIf(missing)(missing ? `${name} (skipped: ${missing})` : name, { timeout: wait }, () => {
    const dataDir = newDataDir()
    let server: ServerProcess
    let browser: Browser
    let people: Person[] = []
    const seated = async (coming: Promise<Person>) => {
      const person = await coming
      people.push(person)
      return person
    }
    const site: Site = {
      get server() {
        return server
      },
      get browser() {
        return browser
      },
      dataDir,
      get people() {
        return people
      },
      at: (path) => server.url + path,
      client: (username) => ApiClient.login(server.url, username),
      sits: async (username, path) => seated(Person.with(browser, await site.client(username), path)),
      visitor: (path) => seated(Person.without(browser, server.url, path)),
      login: (username) => seated(Person.at(browser, server.url, username)),
      picture: async (person, file) => {
        if (PICTURES) await person.picture(join(PICTURES, `${file}.png`))
      },
      noComplaints: () => expect(people.flatMap(({ complaints }) => complaints)).toEqual([]),
    }

    beforeAll(async () => {
      if (PICTURES) mkdirSync(PICTURES, { recursive: true })
      ;[server, browser] = await Promise.all([startServer({ dataDir, env: { CHROMIUM_PATH: CHROMIUM, ...env } }), launch(CHROMIUM)])
    }, wait)
    afterEach(async ({ task }) => {
      if (task.result?.state === 'fail')
        for (const [i, person] of people.entries()) await site.picture(person, `${task.name.slice(0, 20)}-${i}`)
      await Promise.all(people.map(({ page }) => page.browserContext().close()))
      people = []
    })
    afterAll(async () => {
      if (browser) await endBrowser(browser)
      await server?.stop()
      removeDataDir(dataDir)
    })

    walks(site)
  })
}
