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

/** What came of the try-out so far: step by step, time line, documents, notices, variables; and the saved cases. */
export function Findings({ trial, cases }: { trial: Trial; cases: Omit<CasesProps, 'trial'> }) {
  const { state } = trial.session
  return (
    <Tabs
      size="small"
      className="try-out-findings"
      items={[
        { key: 'steps', label: `步骤 ${trial.whole.commands.length}`, children: <Steps trial={trial} /> },
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

/** What was done, the latest first, each with what it led to: lines, documents, notices. */
function Steps({ trial }: { trial: Trial }) {
  const steps = trial.whole.steps()
  if (steps.length === 0) return empty('还没有办理。每办理一步,这里列出它引起的记录、文书和通知')
  return (
    <ol className="try-out-list try-out-steps" reversed>
      {steps
        .map(({ words, by, at, lines, documents, notices }) => (
          <li key={words}>
            <strong>{words}</strong>
            <span className="quiet">{[by, momentText(at)].filter(Boolean).join(' · ')}</span>
            <ul>
              {lines.map(({ step_name, action_text, opinion }, i) => (
                <li key={`line ${i}`}>
                  {step_name}:{action_text}
                  {opinion && <span className="quiet">({opinion})</span>}
                </li>
              ))}
              {documents.map((document, i) => (
                <li key={`document ${i}`}>
                  <DocumentLink document={document} />
                </li>
              ))}
              {notices.map(({ to, title }, i) => (
                <li key={`notice ${i}`}>
                  通知 {to.join('、')}:{title}
                </li>
              ))}
            </ul>
          </li>
        ))
        .reverse()}
    </ol>
  )
}

/** A document by its name, which opens it. */
function DocumentLink({ document }: { document: TryOutDocument }) {
  const [isShown, setShown] = useState(false)
  return (
    <>
      <Button
        type="link"
        size="small"
        icon={<FileTextOutlined />}
        onClick={() => setShown(true)}
        data-testid={`document-${document.template}`}
      >
        {document.name}
      </Button>
      {isShown && (
        <Modal open title={`${document.name}(试办)`} width={880} footer={null} onCancel={() => setShown(false)}>
          {/* No origin, no scripts, no forms: the page is looked at and does nothing. */}
          <iframe className="try-out-paper" title={document.name} sandbox="" srcDoc={document.html} />
        </Modal>
      )}
    </>
  )
}

function Documents({ documents }: { documents: readonly TryOutDocument[] }) {
  if (documents.length === 0) return empty('流程还没有出具文书')
  return (
    <ul className="try-out-list">
      {documents.map((document, index) => (
        <li key={`${document.template} ${index}`}>
          <DocumentLink document={document} />
          <span className="quiet">{[document.number, document.organName, momentText(document.at)].filter(Boolean).join(' · ')}</span>
        </li>
      ))}
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
