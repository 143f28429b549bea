import { FileTextOutlined } from '@ant-design/icons'
import type { TryOutDocument, TryOutState } from '@lianban/processes/try-out'
import { Alert, Button, Empty, Modal, Tabs } from 'antd'
import { useState } from 'react'
import type { TimelineItem } from '../../../api/cases.ts'
import { Timeline } from '../../../components/timeline.tsx'
import { momentText } from '../../../time.ts'
import { CasesList } from './cases-list.tsx'
import type { CasesProps } from './cases-list.tsx'
import type { Trial } from './use-try-out.ts'

/** What came of the try-out so far: time line, documents, notices, variables; and the saved cases. */
export function Findings({ trial, cases }: { trial: Trial; cases: Omit<CasesProps, 'trial'> }) {
  const { state } = trial.session
  return (
    <Tabs
      size="small"
      className="try-out-findings"
      items={[
        { key: 'line', label: `时间线 ${state.lines.length}`, children: <Lines state={state} /> },
        { key: 'documents', label: `文书 ${state.documents.length}`, children: <Documents documents={state.documents} /> },
        { key: 'notices', label: `通知 ${state.notices.length}`, children: <Notices state={state} /> },
        { key: 'variables', label: '变量', children: <Variables trial={trial} /> },
        { key: 'cases', label: `用例 ${cases.saved.length}`, children: <CasesList trial={trial} {...cases} /> },
      ]}
    />
  )
}

const empty = (text: string) => <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text} />

function Lines({ state }: { state: TryOutState }) {
  const items = state.lines.map((line): TimelineItem => ({
    ...{ at: line.at, stepName: line.step_name, action: line.action_text, actorName: line.actor_name, onBehalfOf: null },
    ...{ opinion: line.opinion, durationText: null, lamp: null, signature: null },
  }))
  return (
    <>
      {state.unknown.map(({ text }) => (
        <Alert key={text} className="gap-below" type="info" showIcon message={text} />
      ))}
      {items.length === 0 ? empty('提交申请以后,这里显示办理经过') : <Timeline items={items.reverse()} />}
    </>
  )
}

function Documents({ documents }: { documents: readonly TryOutDocument[] }) {
  const [shown, setShown] = useState<TryOutDocument | null>(null)
  if (documents.length === 0) return empty('流程还没有出具文书')
  return (
    <ul className="try-out-list">
      {documents.map((document, index) => (
        <li key={`${document.template} ${index}`}>
          <Button type="link" icon={<FileTextOutlined />} onClick={() => setShown(document)} data-testid={`document-${document.template}`}>
            {document.name}
          </Button>
          <span className="quiet">{[document.number, document.organName, momentText(document.at)].filter(Boolean).join(' · ')}</span>
        </li>
      ))}
      {shown && (
        <Modal open title={`${shown.name}(试办)`} width={880} footer={null} onCancel={() => setShown(null)}>
          {/* No origin, no scripts, no forms: the page is looked at and does nothing. */}
          <iframe className="try-out-paper" title={shown.name} sandbox="" srcDoc={shown.html} />
        </Modal>
      )}
    </ul>
  )
}

function Notices({ state: { notices } }: { state: TryOutState }) {
  if (notices.length === 0) return empty('到现在没有人收到通知或者抄送')
  return (
    <ul className="try-out-list">
      {notices.map(({ at, to, title, text }, index) => (
        <li key={`${at} ${index}`}>
          <strong>{title}</strong>
          <span className="quiet">
            {momentText(at)} · 送 {to.join('、')}
          </span>
          <span>{text}</span>
        </li>
      ))}
    </ul>
  )
}

/** Single values in a line; what holds more is unfolded. */
function Variables({ trial }: { trial: Trial }) {
  const variables = Object.entries(trial.session.variables()).sort(([a], [b]) => (a < b ? -1 : 1))
  if (variables.length === 0) return empty('提交申请以后,这里显示流程变量')
  return (
    <ul className="try-out-list try-out-variables">
      {variables.map(([name, value]) =>
        value !== null && typeof value === 'object' ? (
          <li key={name}>
            <details>
              <summary>
                <code>{name}</code>
              </summary>
              <pre>{JSON.stringify(value, null, 2)}</pre>
            </details>
          </li>
        ) : (
          <li key={name}>
            <code>{name}</code> <span className="break">{JSON.stringify(value)}</span>
          </li>
        ),
      )}
    </ul>
  )
}
