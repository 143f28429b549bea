import { verifyExport } from '@lianban/tenants'
import type { Command } from './index.ts'

/** `lianban verify-log <folder>`: needs the exported files alone; exit code 1 names the first entry that does not hold. */
export const verifyLog: Command = {
  summary: '离线校验导出的监察日志 verify an exported log offline (verify-log folder)',
  async run([folder]) {
    if (!folder) {
      console.error('请指定导出目录 name the folder: lianban verify-log <folder>')
      return 2
    }
    const result = await verifyExport(folder)
    if (result.ok) {
      console.log(`校验通过 ok: ${result.size} 条记录 entries, ${result.checkpoints} 个检查点 checkpoints, 根 root ${result.root}`)
      return 0
    }
    console.error(`校验失败 ${result.code}: ${result.message}${result.index === null ? '' : `(第 ${result.index} 条 entry ${result.index},文件 ${result.file})`}`)
    return 1
  },
}
