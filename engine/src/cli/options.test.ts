import { describe, expect, test } from 'vitest'
import { readOptions } from './options.ts'

describe('the command line of the engine', () => {
  test('without flags: this machine only, a file in ./data', () => {
    expect(readOptions([])).toEqual({ port: 8081, host: '127.0.0.1', database: 'sqlite:./data/engine.sqlite', auth: null })
  })

  test('all flags; a password may hold colons', () => {
    expect(readOptions(['--port', '0', '--host=0.0.0.0', '--database', 'sqlite::memory:', '--auth', 'li:a:b'])).toEqual({
      port: 0,
      host: '0.0.0.0',
      database: 'sqlite::memory:',
      auth: { user: 'li', password: 'a:b' },
    })
    expect(readOptions([], { ENGINE_AUTH: 'li:secret' })).toMatchObject({ auth: { user: 'li', password: 'secret' } })
    expect(readOptions(['--help'])).toBeNull()
  })

  test.each([
    [['--prot', '1'], /--prot/],
    [['extra'], /extra/],
    [['--port', '65536'], /--port/],
    [['--port', 'http'], /--port/],
    [['--auth', 'li'], /--auth/],
    [['--auth', 'li:'], /--auth/],
    [['--host', '0.0.0.0'], /--auth/],
  ])('%j is refused', (args, message) => {
    expect(() => readOptions(args)).toThrow(message)
  })
})
