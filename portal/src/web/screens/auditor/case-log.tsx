import { actionText } from '@lianban/processes/labels'
import { Table } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { paths } from '../../api/api.ts'
import type { LogEntry } from '../../api/types.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { exactText } from '../../time.ts'

type Row = LogEntry & { key: string }

const COLUMNS: ColumnsType<Row> = [
  { title: '序号', key: 'index', width: 76, render: (_, row) => row.index ?? <span className="quiet">待封存</span> },
  { title: '时间', key: 'at', width: 108, render: (_, row) => exactText(row.at) },
  { title: '内容', key: 'action', render: (_, row) => <strong>{row.actionText || actionText(row.action)}</strong> },
  {
    title: '人员',
    key: 'actor',
    render: (_, row) => (
      <>
        {row.actorName ?? '系统'}
        {row.onBehalfOf && `(代 ${row.onBehalfOf})`}
        <div className="quiet">{[row.organName, row.ip].filter(Boolean).join(' · ')}</div>
      </>
    ),
  },
  { title: '指纹', key: 'hash', width: 156, render: (_, row) => (row.hash ? <CopyCode code={row.hash} short={10} label="指纹" /> : null) },
]

/** The entries of one case, as they stand in the log; each opens to what was recorded. */
export function CaseLog({ caseId }: { caseId: string }) {
  const pages = usePages<LogEntry>(paths.caseLog(caseId))
  return (
    <ListStates pages={pages} empty={<EmptyState title="本件没有日志">这不应该发生,请到“日志校验”核对日志是否完整</EmptyState>}>
      {(items) => (
        <div className="card flush" data-testid="case-log">
          <Table<Row>
            columns={COLUMNS}
            dataSource={items.map((item, place) => ({ ...item, key: String(item.index ?? `u${place}`) }))}
            pagination={false}
            size="middle"
            expandable={{ expandedRowRender: (row) => <Payload entry={row} />, expandRowByClick: true }}
          />
        </div>
      )}
    </ListStates>
  )
}

function Payload({ entry }: { entry: LogEntry }) {
  return (
    <dl className="log-facts">
      <dt>对象</dt>
      <dd>
        <code>{entry.subject}</code>
      </dd>
      {entry.hash && (
        <>
          <dt>指纹</dt>
          <dd>
            <code className="break">{entry.hash}</code>
          </dd>
        </>
      )}
      <dt>记录内容</dt>
      <dd>
        <pre className="payload">{JSON.stringify(entry.payload, null, 2)}</pre>
      </dd>
    </dl>
  )
}
