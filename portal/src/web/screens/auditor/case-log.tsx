import { actionText } from '@lianban/processes/labels'
import { Table } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useMemo } from 'react'
import { paths } from '../../api/api.ts'
import type { CaseDetail } from '../../api/cases.ts'
import type { LogEntry } from '../../api/log.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { exactText } from '../../time.ts'
import { actorText } from './actor-text.ts'
import { fieldNamesOf, payloadLines, payloadSummary, type FieldNames } from './payload-lines.ts'

type Row = LogEntry & { key: string }

const COLUMNS: ColumnsType<Row> = [
  { title: '序号', key: 'index', width: 76, render: (_, row) => row.index ?? <span className="quiet">待封存</span> },
  { title: '时间', key: 'at', width: '8em', render: (_, row) => exactText(row.at) },
  {
    title: '内容',
    key: 'action',
    render: (_, row) => (
      <>
        <strong>{row.actionText || actionText(row.action)}</strong>
        <div className="quiet break">{payloadSummary(row.payload)}</div>
      </>
    ),
  },
  {
    title: '人员',
    key: 'actor',
    width: 220,
    render: (_, row) => (
      <>
        {actorText(row)}
        <div className="quiet">{[row.organName, row.ip].filter(Boolean).join(' · ')}</div>
      </>
    ),
  },
  { title: '指纹', key: 'hash', width: 156, render: (_, row) => (row.hash ? <CopyCode code={row.hash} short={10} label="指纹" /> : null) },
]

/** The entries of one case, as they stand in the log; each opens to what was recorded. */
export function CaseLog({ item }: { item: CaseDetail }) {
  const pages = usePages<LogEntry>(paths.caseLog(item.id))
  const names = useMemo(() => fieldNamesOf(item), [item])
  return (
    <ListStates pages={pages} empty={<EmptyState title="本件没有日志">这不应该发生,请到“日志校验”核对日志是否完整</EmptyState>}>
      {(items) => (
        <div className="card flush" data-testid="case-log">
          <Table<Row>
            columns={COLUMNS}
            dataSource={items.map((entry, place) => ({ ...entry, key: String(entry.index ?? `u${place}`) }))}
            pagination={false}
            scroll={{ x: 720 }}
            size="middle"
            expandable={{ expandedRowRender: (row) => <Recorded entry={row} names={names} />, expandRowByClick: true }}
          />
        </div>
      )}
    </ListStates>
  )
}

function Recorded({ entry, names }: { entry: LogEntry; names: FieldNames }) {
  return (
    <dl className="log-facts" data-testid="log-recorded">
      {payloadLines(entry.payload, names).map(({ path, label, text, code }) => (
        <Fact key={path} label={label} text={text} code={code} />
      ))}
      <Fact label="对象" text={entry.subject} code />
      {entry.hash && <Fact label="本条指纹" text={entry.hash} code />}
    </dl>
  )
}

function Fact({ label, text, code }: { label: string; text: string; code: boolean }) {
  return (
    <>
      <dt>{label}</dt>
      <dd className="break">{code ? <code>{text}</code> : text}</dd>
    </>
  )
}
