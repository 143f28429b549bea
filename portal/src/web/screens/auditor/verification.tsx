import { Button, Table } from 'antd'
import { Link } from 'react-router-dom'
import { useCallback, useState } from 'react'
import { api } from '../../api/api.ts'
import type { LogFinding, Verification } from '../../api/log.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useOnce } from '../../hooks/use-once.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { exactText } from '../../time.ts'
import { suiteText } from './signed-head.tsx'
import '../../components/desk.css'

/** Proof that the log is complete and untouched: computed anew on request, said plainly. */
export function Component() {
  const [result, setResult] = useState<Verification | null>(null)
  useTitle('日志校验')
  const work = useCallback(async () => setResult(await api.verifyLog()), [])
  const { run, busy, error } = useOnce(work)
  const report = useOnce(api.verificationReport)
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">日志校验</h1>
      </div>
      <section className="card">
        <p className="quiet">
          逐条重算监察日志的指纹,与已签名的检查点比对。任何一条被修改、删除、插入、调换或截断,都会指出是第几条。校验本身也会记入日志。需要脱离本系统核验的,请系统管理员导出日志,在另一台计算机上核验。
        </p>
        <ErrorNote error={error ?? report.error} />
        {result && <Verdict result={result} />}
        <div className="verification-actions">
          <Button type="primary" loading={busy} onClick={() => void run()} data-testid="verify-log">
            {busy ? '正在校验' : result ? '再次校验' : '开始校验'}
          </Button>
          <Button loading={report.busy} onClick={() => void report.run()} data-testid="verification-report">
            {report.busy ? '正在校验并生成报告' : '校验并下载报告(PDF)'}
          </Button>
        </div>
      </section>
      {result && result.findings.length > 0 && <Findings items={result.findings} />}
      <p className="quiet gap-above">
        日志定期签名并送到系统之外留存,见 <Link to="/supervision/checkpoints">检查点</Link>。
      </p>
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
            <dt>算法</dt>
            <dd>{suiteText(result.suite)}</dd>
            <dt>公钥指纹</dt>
            <dd>
              <CopyCode code={result.publicKeyFingerprint} short={40} label="公钥指纹" />
            </dd>
          </>
        )}
      </dl>
    </div>
  )
}

const FINDING_NAMES = { silence: '心跳中断', 'clock-jump': '时钟跳变' } as const

/** No break of the log, but something that a person has to explain. */
function Findings({ items }: { items: LogFinding[] }) {
  return (
    <section className="card flush" aria-label="需要说明的事项" data-testid="verification-findings">
      <Table<LogFinding>
        rowKey={(row) => `${row.kind}-${row.index}-${row.server}`}
        dataSource={items}
        pagination={false}
        size="middle"
        scroll={{ x: 720 }}
        title={() => (
          <>
            <h2>需要说明的事项</h2>
            <span className="quiet">不表示日志被改动,但应由系统管理员说明原因</span>
          </>
        )}
        columns={[
          { title: '类别', key: 'kind', width: 100, render: (_, row) => FINDING_NAMES[row.kind] },
          { title: '位置', key: 'index', width: 110, render: (_, row) => `第 ${row.index} 条` },
          { title: '开始', key: 'from', width: 170, render: (_, row) => exactText(row.from) },
          { title: '结束', key: 'until', width: 170, render: (_, row) => exactText(row.until) },
          { title: '说明', dataIndex: 'message' },
        ]}
      />
    </section>
  )
}
