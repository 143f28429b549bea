import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Provider as ProviderClass, Configuration } from 'oidc-provider'

export interface Issuer {
  url: string
  /** Who logs in at the issuer next, and what it says of the second factor. */
  person: { sub: string; claims: Record<string, unknown>; amr?: string[] }
  /** Follows the issuer's pages as a browser would, and @returns the address of ours that it sends the browser back to. */
  walk(url: string): Promise<string>
  close(): Promise<void>
}

export const CLIENT = { id: 'lianban', secret: 'secret-of-lianban-in-the-test' }

/** A real OpenID Connect server on loopback, whose login page says yes at once for the person set. */
export async function oidcIssuer(redirectUri: string, port = 0): Promise<Issuer> {
  // It prints at import that it prefers a later Node.
  const { default: Provider } = (await import('oidc-provider')) as { default: typeof ProviderClass }
  const person: Issuer['person'] = { sub: 'nobody', claims: {} }
  const http = createServer((request, response) => void callback?.(request, response))
  let callback: ReturnType<ProviderClass['callback']> | null = null
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const configuration: Configuration = {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [redirectUri.replace('/api/oidc/callback', '/login')],
      },
    ],
    claims: { openid: ['sub', 'amr', 'acr'], profile: ['name', 'employee_no'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...person.claims }) }),
    cookies: { keys: ['a key of the test'] },
  }
  const provider = new Provider(url, configuration)
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/interaction/')) return next()
    const details = await provider.interactionDetails(ctx.req, ctx.res)
    const grant = new provider.Grant({ accountId: person.sub, clientId: CLIENT.id })
    grant.addOIDCScope('openid profile')
    const login = { accountId: person.sub, amr: person.amr }
    const consent = { grantId: await grant.save() }
    const result = details.prompt.name === 'login' ? { login, consent } : { consent }
    await provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: true })
  })
  callback = provider.callback()

  return {
    url,
    person,
    async walk(start) {
      const jar = new Map<string, string>()
      let next = start
      for (let hop = 0; hop < 10 && next.startsWith(url); hop++) {
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
        const response = await fetch(next, { redirect: 'manual', headers: { Cookie: cookie } })
        for (const set of response.headers.getSetCookie()) {
          const [name, value] = set.split(';')[0]!.split(/=(.*)/s)
          jar.set(name!, value ?? '')
        }
        const location = response.headers.get('location')
        if (location === null) throw new Error(`the issuer answered ${response.status}: ${(await response.text()).slice(0, 500)}`)
        next = new URL(location, next).href
      }
      return next
    },
    async close() {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}
