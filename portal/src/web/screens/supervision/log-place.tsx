import { CopyCode } from '../../components/copy-code.tsx'
import type { LogPlace } from '../../api/supervision.ts'
import { exactText } from '../../time.ts'

/** Where figures come from: the moment, the head of the log, up to where the rules had read it. */
export function LogPlaceLine({ at, log }: { at: number; log: LogPlace }) {
  return (
    <p className="quiet log-place" data-testid="log-place">
      数据时间 {exactText(at)} · 日志 {log.size} 条,规则已读至第 {log.readTo} 条 · 日志根{' '}
      {log.root ? <CopyCode code={log.root} short={16} label="日志根" /> : '尚未封存'}
    </p>
  )
}
