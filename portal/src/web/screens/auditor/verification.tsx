import { Button, Table } from 'antd'
import { useCallback, useState } from 'react'
import { api, paths } from '../../api/api.ts'
import type { Checkpoint, Verification } from '../../api/types.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { useOnce } from '../../hooks/use-once.ts'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { exactText } from '../../time.ts'
import '../../components/desk.css'

/** Proof that the log is complete and untouched: computed anew on request, said plainly. */
export function Component() {
  const [result, setResult] = useState<Verification | null>(null)
  useTitle('日志校验')
  const work = useCallback(async () => setResult(await api.verifyLog()), [])
  const { run, busy, error } = useOnce(work)
  const checkpoints = usePages<Checkpoint>(paths.checkpoints, result?.checkedAt ?? 0)
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">日志校验</h1>
      </div>
      <section className="card">
        <p className="quiet">
          逐条重算监察日志的指纹,与已签名的检查点比对。任何一条被修改、删除、插入、调换或截断,都会指出是第几条。校验本身也会记入日志。需要脱离本系统核验的,请系统管理员导出日志。
        </p>
        <ErrorNote error={error} />
        {result && <Verdict result={result} />}
        <Button type="primary" loading={busy} onClick={() => void run()} data-testid="verify-log">
          {busy ? '正在校验' : result ? '再次校验' : '开始校验'}
        </Button>
      </section>
      <section className="card">
        <h2>检查点</h2>
        <ListStates pages={checkpoints} empty={<EmptyState title="还没有检查点">日志封存后会定期签名,形成检查点</EmptyState>}>
          {(items) => (
            <Table<Checkpoint>
              rowKey={(row) => `${row.size}-${row.at}`}
              dataSource={items}
              pagination={false}
              size="small"
              columns={[
                { title: '签名时间', key: 'at', width: 200, render: (_, row) => exactText(row.at) },
                { title: '条目', dataIndex: 'size', width: 120 },
                { title: '日志根', key: 'root', render: (_, row) => <CopyCode code={row.root} short={32} label="日志根" /> },
              ]}
            />
          )}
        </ListStates>
      </section>
    </div>
  )
}

function Verdict({ result }: { result: Verification }) {
  const { ok, size, root, checkedAt, checkpoints, problem } = result
  return (
    <div role="status" data-testid={ok ? 'verification-ok' : 'verification-problem'}>
      <div className={ok ? 'verdict verdict-good' : 'verdict verdict-bad'}>
        <span className="verdict-sign" aria-hidden="true">
          {ok ? '✓' : '!'}
        </span>
        <div>
          <h2>{ok ? '日志完整,未发现改动' : '日志有问题'}</h2>
          {problem && (
            <>
              <p>
                {problem.index !== null && <strong>第 {problem.index} 条:</strong>}
                {problem.message}
              </p>
              <small className="quiet">{problem.code}。请保留现场,不要重启或恢复数据,并立即报告监察机关和系统管理员。</small>
            </>
          )}
        </div>
      </div>
      <dl className="log-facts gap-below">
        <dt>校验时间</dt>
        <dd>{exactText(checkedAt)}</dd>
        <dt>条目</dt>
        <dd>{size} 条</dd>
        <dt>日志根</dt>
        <dd>{root ? <CopyCode code={root} short={40} label="日志根" /> : '日志为空'}</dd>
        {ok && (
          <>
            <dt>签名检查点</dt>
            <dd>{checkpoints} 个,全部相符</dd>
          </>
        )}
      </dl>
    </div>
  )
}
