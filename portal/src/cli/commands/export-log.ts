import { parseArgs } from 'node:util'
import { compose } from '../../server/compose.ts'
import { environment } from './environment.ts'
import type { Command } from './index.ts'

/** `lianban export-log --to <folder> [--tenant <id>]`: seals what is open and writes the log with its checkpoints as plain files. */
export const exportLog: Command = {
  summary: '导出监察日志 export the supervision log (--to folder, --tenant id)',
  async run(args) {
    const { values } = parseArgs({ args, options: { to: { type: 'string' }, tenant: { type: 'string' } } })
    if (!values.to) {
      console.error('请指定导出目录 name the folder: lianban export-log --to <folder>')
      return 2
    }
    const { config, logger } = environment()
    logger.level = 'warn'
    const services = await compose({ ...config, demo: false }, logger)
    try {
      const { directory, supervision } = services.tenants
      const all = await directory.list()
      const tenantId = values.tenant === undefined && all.length === 1 ? all[0]!.id : values.tenant
      if (tenantId === undefined) {
        console.error(`有多个租户,请指定其一 name the tenant: --tenant <${all.map(({ id }) => id).join('|')}>`)
        return 2
      }
      await directory.get(tenantId)
      await supervision.seal(tenantId)
      const { size } = await supervision.exportTo(tenantId, values.to)
      console.log(`已导出 ${size} 条记录到 ${values.to}。离线校验 verify with: lianban verify-log ${values.to}`)
    } finally {
      await services.close()
    }
    return 0
  },
}
