import { parseArgs } from 'node:util'
import { compose } from '../../server/compose.ts'
import { environment } from './environment.ts'
import type { Command } from './index.ts'

/** `lianban export-log --to <folder>`: seals what is open and writes the log with its checkpoints as plain files. */
export const exportLog: Command = {
  summary: '导出监察日志 export the supervision log (--to folder)',
  async run(args) {
    const { values } = parseArgs({ args, options: { to: { type: 'string' } } })
    if (!values.to) {
      console.error('请指定导出目录 name the folder: lianban export-log --to <folder>')
      return 2
    }
    const { config, logger } = environment()
    logger.level = 'warn'
    const services = await compose(config, logger)
    try {
      await services.tenants.supervision.seal(services.tenantId)
      const { size } = await services.tenants.supervision.exportTo(services.tenantId, values.to)
      console.log(`已导出 ${size} 条记录到 ${values.to}。离线校验 verify with: lianban verify-log ${values.to}`)
    } finally {
      await services.close()
    }
    return 0
  },
}
