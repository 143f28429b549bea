import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, parseConfig } from './config.ts'

const dataDir = () => mkdtempSync(join(tmpdir(), 'lianban-config-'))

test('with nothing set, everything lives in the data folder', () => {
  const dir = dataDir()
  const config = parseConfig({ DATA_DIR: dir })
  expect(config).toMatchObject({
    port: 8080,
    databaseUrl: `sqlite:${dir}/lianban.sqlite`,
    objectsUrl: `file:${dir}/objects`,
    publicUrl: 'http://localhost:8080',
    demo: true,
  })
})

test('every bad value is listed at once', () => {
  const error = (() => {
    try {
      parseConfig({ PORT: '99999', DATABASE_URL: 'postgres://x/y', UPLOAD_MAX_MB: 'many', LOG_LEVEL: 'loud' })
    } catch (e) {
      return e
    }
  })()
  expect(error).toBeInstanceOf(ConfigError)
  expect((error as ConfigError).problems.map((p) => p.split(':')[0])).toEqual(['PORT', 'DATABASE_URL', 'UPLOAD_MAX_MB', 'LOG_LEVEL'])
})

test('the worker token is made once, kept, and readable by its owner only', () => {
  const dir = dataDir()
  const first = parseConfig({ DATA_DIR: dir }).workerToken
  expect(first.length).toBeGreaterThan(40)
  expect(parseConfig({ DATA_DIR: dir }).workerToken).toBe(first)
  expect(statSync(join(dir, 'keys', 'worker-token')).mode & 0o777).toBe(0o600)
})

test('mail is sent with a server and a sender, and hooks reach the networks that are named', () => {
  const given = (more: Record<string, string>) => parseConfig({ DATA_DIR: dataDir(), ...more }).delivery
  expect(given({})).toEqual({ mail: null, hookNetworks: [] })
  const mail = { SMTP_URL: 'smtps://lianban:p%40ss@mail.sanhu.example', MAIL_FROM: '联办 <lianban@sanhu.example>' }
  expect(given({ ...mail, HOOK_NETWORKS: '10.20.0.0/16, 127.0.0.0/8' })).toEqual({
    mail: { smtpUrl: mail.SMTP_URL, from: mail.MAIL_FROM },
    hookNetworks: ['10.20.0.0/16', '127.0.0.0/8'],
  })
  const wrong: Record<string, string>[] = [
    { SMTP_URL: mail.SMTP_URL },
    { MAIL_FROM: mail.MAIL_FROM },
    { ...mail, SMTP_URL: 'http://x' },
    { HOOK_NETWORKS: 'intranet' },
  ]
  for (const bad of wrong) expect(() => given(bad)).toThrow(ConfigError)
  expect(() => given({ ...mail, SMTP_URL: 'smtp://lianban@x:y:z' })).toThrow('%40')
})
