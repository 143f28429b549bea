import { parseArgs } from 'node:util'
import { SAMPLE_COUNTY } from '@lianban/tenants'
import { serve } from '../../server/serve.ts'
import { environment, stopSignal } from './environment.ts'
import type { Command } from './index.ts'

/** The process ends by itself once nothing is open any more; what still is gets so long. */
const LEFT_OPEN_MS = 5_000

/** `lianban start [--port N] [--host H] [--data-dir D]` */
export const start: Command = {
  summary: '启动服务 start the portal (HTTP, timers, sealer, workers)',
  async run(args) {
    const { values } = parseArgs({ args, options: { port: { type: 'string' }, host: { type: 'string' }, 'data-dir': { type: 'string' } } })
    const { config, logger } = environment(values)
    // The address and the accounts are for a person; requests are logged from warn up unless asked for.
    if (!process.env.LOG_LEVEL) logger.level = 'warn'
    const server = await serve(config, logger)
    console.log(
      welcome(
        server.services.demoAccountsOf(SAMPLE_COUNTY.tenant.id),
        `http://${config.host === '0.0.0.0' || config.host === '127.0.0.1' ? 'localhost' : config.host}:${server.port}`,
        config.dataDir,
      ),
    )
    await stopSignal()
    console.log('正在停止 stopping …')
    try {
      await server.close()
    } catch (error) {
      endByForce((error as Error).message)
    }
    setTimeout(
      () => endByForce(`停止后仍有 still open after the stop: ${process.getActiveResourcesInfo().join(', ')}`),
      LEFT_OPEN_MS,
    ).unref()
  },
}

/** Whatever hung would keep the process alive. */
function endByForce(why: string): void {
  console.error(why)
  process.exit(1)
}

function welcome(accounts: readonly { username: string; name: string; role: string }[], address: string, dataDir: string): string {
  const lines = accounts.map((account) => `    ${account.username.padEnd(12)} ${account.role} ${account.name}`)
  const demo = lines.length ? `\n\n  演示账号 demo accounts(密码 password:Lianban@2026)\n${lines.join('\n')}` : ''
  return `\n  联办 Lianban 已启动 is running at  ${address}\n  数据 data: ${dataDir}${demo}\n\n  Ctrl+C 停止 to stop\n`
}
