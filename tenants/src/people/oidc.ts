import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
  type IDToken,
} from 'openid-client'
import { users, type Database } from '@lianban/storage'
import { oidcFailed } from '../errors.ts'
import type { Identity, LinkedIdentities } from './linked-identities.ts'
import type { Sealer } from './sealer.ts'

/** One issuer for the installation. */
export interface OidcSettings {
  /** Https, but for loopback. */
  issuer: string
  clientId: string
  clientSecret: string
  /** On the button of the login page. */
  label: string
  scopes: string
  /** Claim that holds our user name; null = identities are linked one by one. */
  usernameClaim: string | null
  /** Values of `acr` or `amr` that say that the issuer has asked for a second factor. */
  secondFactorValues: readonly string[]
}

/** What the browser is sent out for, and where it goes afterwards. */
export interface OidcPurpose {
  tenantId: string
  /** Address of ours that the issuer sends the browser back to. */
  redirectUri: string
  /** A place in the application, `/inbox`. */
  place: string
  /** A user who is logged in and links the identity to his account; null = somebody logs in. */
  linkFor: string | null
}

interface Flow extends OidcPurpose {
  state: string
  nonce: string
  verifier: string
  expiresAt: number
}

export interface OidcReturn {
  purpose: OidcPurpose
  identity: Identity
  /** The user whom the identity means here, or null. */
  userId: string | null
  isSecondFactorProved: boolean
}

export interface OidcOptions {
  database: Database
  clock: () => number
  sealer: Sealer
  identities: Pick<LinkedIdentities, 'userOf'>
  settings: OidcSettings
}

/** Between the button and the way back. */
const FLOW_LIFE_MS = 10 * 60_000
const CONTEXT = 'oidc flow'
const MAX_NAME_CHARS = 64
const MAX_SUBJECT_CHARS = 191

export type Oidc = ReturnType<typeof createOidc>

/**
 * Login by OpenID Connect: authorization code with PKCE, state and nonce. What belongs to one flow is sealed into a cookie of
 * the browser that began it, so that a code that was obtained elsewhere is worth nothing there.
 */
export function createOidc(options: OidcOptions) {
  const { clock, sealer, settings } = options
  const configuration = discoverOnce(settings)
  return {
    label: settings.label,
    issuer: settings.issuer,
    complete: completing(options, configuration),

    /** @returns where to send the browser, and what its cookie keeps meanwhile. @throws OIDC_FAILED */
    begin: async (purpose: OidcPurpose): Promise<{ url: string; cookie: string; lifeMs: number }> => {
      const config = await configuration()
      const verifier = randomPKCECodeVerifier()
      const flow: Flow = {
        ...purpose,
        state: randomState(),
        nonce: randomNonce(),
        verifier,
        expiresAt: clock() + FLOW_LIFE_MS,
      }
      const url = buildAuthorizationUrl(config, {
        redirect_uri: purpose.redirectUri,
        scope: settings.scopes,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: flow.state,
        nonce: flow.nonce,
        // Who links an identity shows that it is his now; a session left open at the issuer is not enough.
        ...(purpose.linkFor !== null && { prompt: 'login' }),
      })
      return {
        url: url.href,
        cookie: await sealer.seal(Buffer.from(JSON.stringify(flow)), CONTEXT),
        lifeMs: FLOW_LIFE_MS,
      }
    },

    /** Where to send the browser so that the issuer's session ends too; null if the issuer has no such place. */
    logoutUrl: async (returnTo: string): Promise<string | null> => {
      const config = await configuration().catch(() => null)
      if (!config?.serverMetadata().end_session_endpoint) return null
      return buildEndSessionUrl(config, { post_logout_redirect_uri: returnTo }).href
    },
  }
}

/** The issuer's own description of itself, asked for once it is needed, and again after a failure. @throws OIDC_FAILED */
function discoverOnce(settings: OidcSettings): () => Promise<Configuration> {
  let discovered: Promise<Configuration> | null = null
  return () => {
    const isLoopback = new URL(settings.issuer).protocol === 'http:'
    discovered ??= discovery(new URL(settings.issuer), settings.clientId, settings.clientSecret, undefined, {
      execute: isLoopback ? [allowInsecureRequests] : [],
    })
    discovered.catch(() => (discovered = null))
    return discovered.catch((error: unknown) => {
      throw oidcFailed('unreachable', error)
    })
  }
}

/**
 * The browser is back with a code.
 * @param query of the address it came back to, with its question mark @throws OIDC_FAILED
 */
function completing({ database, clock, sealer, identities, settings }: OidcOptions, configuration: () => Promise<Configuration>) {
  const userIdOf = async (tenantId: string, identity: Identity, claims: IDToken): Promise<string | null> => {
    const linked = await identities.userOf(tenantId, identity)
    if (linked !== null || settings.usernameClaim === null) return linked
    const username = claims[settings.usernameClaim]
    if (typeof username !== 'string' || username === '') return null
    return (await users(database).byUsername(tenantId, username))?.id ?? null
  }

  return async (tenantId: string, cookie: string | undefined, query: string): Promise<OidcReturn> => {
    const flow = await openFlow(sealer, cookie)
    if (!flow || flow.tenantId !== tenantId || flow.expiresAt <= clock()) throw oidcFailed('expired')
    const config = await configuration()
    const tokens = await authorizationCodeGrant(config, new URL(query, flow.redirectUri), {
      pkceCodeVerifier: flow.verifier,
      expectedState: flow.state,
      expectedNonce: flow.nonce,
      idTokenExpected: true,
    }).catch((error: unknown) => {
      const isRefused = (error as { error?: string }).error === 'access_denied'
      throw oidcFailed(isRefused ? 'refused' : 'invalid', error)
    })
    const claims = tokens.claims()!
    if (claims.sub.length > MAX_SUBJECT_CHARS) throw oidcFailed('invalid')
    const identity = { issuer: settings.issuer, subject: claims.sub, name: nameOf(claims) }
    return {
      purpose: flow,
      identity,
      userId: await userIdOf(tenantId, identity, claims),
      isSecondFactorProved: provesSecondFactor(claims, settings.secondFactorValues),
    }
  }
}

async function openFlow(sealer: Sealer, cookie: string | undefined): Promise<Flow | null> {
  if (cookie === undefined) return null
  const text = await sealer.open(cookie, CONTEXT).catch(() => null)
  return text && (JSON.parse(text.toString('utf8')) as Flow)
}

const nameOf = (claims: IDToken): string =>
  [claims.name, claims.preferred_username, claims.sub]
    .find((value): value is string => typeof value === 'string' && value !== '')!
    .slice(0, MAX_NAME_CHARS)

function provesSecondFactor({ acr, amr }: IDToken, values: readonly string[]): boolean {
  const said = [acr, ...(Array.isArray(amr) ? amr : [])]
  return said.some((value) => typeof value === 'string' && values.includes(value))
}
