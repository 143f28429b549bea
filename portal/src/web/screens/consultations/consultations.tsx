import { ratingGradeText } from '@lianban/processes/labels'
import { App, Button, Input, Modal, Segmented } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router-dom'
import { consultationApi, consultationPaths, KIND_TEXTS, type ConsultationItem } from '../../api/consultations.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { dateText, dayOf, momentText } from '../../time.ts'
import './consultations.css'

const STATES = [
  { value: 'open', label: '待答复' },
  { value: 'answered', label: '已答复' },
]

/** What people have asked the organ and complained of, due soonest first; answered on the spot. */
export function Component() {
  const { message } = App.useApp()
  const [params, setParams] = useSearchParams()
  const state = params.get('state') === 'answered' ? 'answered' : 'open'
  const pages = usePages<ConsultationItem>(consultationPaths.list({ state }))
  const [answering, setAnswering] = useState<ConsultationItem | null>(null)
  useTitle('咨询投诉')
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">咨询投诉</h1>
        <Segmented
          options={STATES}
          value={state}
          onChange={(value) => setParams(value === 'open' ? {} : { state: value }, { replace: true })}
          aria-label="按状态筛选"
        />
      </div>
      <ListStates
        pages={pages}
        empty={
          state === 'open' ? (
            <EmptyState title="没有待答复的咨询投诉">收到后会通知本单位负责人和窗口人员,咨询 2 个工作日、投诉 5 个工作日内答复</EmptyState>
          ) : (
            <EmptyState title="还没有答复过咨询投诉" />
          )
        }
      >
        {(items) => (
          <ul className="plain card flush" data-testid="consultations">
            {items.map((item) => (
              <li key={item.id}>
                <Item item={item} onAnswer={() => setAnswering(item)} />
              </li>
            ))}
          </ul>
        )}
      </ListStates>
      {answering && (
        <AnswerDialog
          item={answering}
          onClose={() => setAnswering(null)}
          onDone={() => {
            setAnswering(null)
            message.success('已答复')
            pages.reload()
          }}
        />
      )}
    </div>
  )
}

function Item({ item, onAnswer }: { item: ConsultationItem; onAnswer: () => void }) {
  return (
    <article className="stack consultation">
      <div className="spread wrap">
        <strong>
          {KIND_TEXTS[item.kind]} · {item.matterName ?? item.organName}
        </strong>
        <span className={item.late ? 'tone-over' : 'quiet'}>
          {item.left === null ? (item.late ? '逾期答复' : '按时答复') : `${dateText(dayOf(item.dueAt - 1))}前答复 · ${item.left}`}
        </span>
      </div>
      <div className="quiet">
        {item.askerName}
        {item.askerPhone && ` · ${item.askerPhone}`} · {momentText(item.askedAt)} · {item.organName}
        {item.caseNo && ` · 办件 ${item.caseNo}`}
      </div>
      <p className="said">{item.text}</p>
      {item.answer !== null && (
        <div className="answered">
          <div className="quiet">
            {item.answeredByName} {momentText(item.answeredAt!)} 答复{item.grade !== null && ` · 评价:${ratingGradeText(item.grade)}`}
          </div>
          <p className="said">{item.answer}</p>
          {item.gradeText && <p className="said quiet">{item.gradeText}</p>}
        </div>
      )}
      {item.canAnswer && (
        <div>
          <Button onClick={onAnswer} data-testid="answer-one">
            答复
          </Button>
        </div>
      )}
      {!item.canAnswer && item.answer === null && item.kind === 'complaint' && (
        <span className="quiet">投诉由本单位未参与办理的负责人或者政务办答复</span>
      )}
    </article>
  )
}

function AnswerDialog({ item, onClose, onDone }: { item: ConsultationItem; onClose: () => void; onDone: () => void }) {
  const [text, setText] = useState('')
  const { run, busy, error } = useAttempt(() => consultationApi.answer(item.id, text.trim()))
  const send = async () => {
    if (await run()) onDone()
  }
  return (
    <Modal
      open
      title={`答复${KIND_TEXTS[item.kind]}`}
      maskClosable={false}
      onCancel={onClose}
      onOk={() => void send()}
      okText="答复"
      cancelText="取消"
      confirmLoading={busy}
      okButtonProps={{ disabled: text.trim() === '', 'data-testid': 'confirm-answer' }}
    >
      <p className="said gap-below">{item.text}</p>
      <label htmlFor="answer-text">答复内容(必填)</label>
      <Input.TextArea
        id="answer-text"
        rows={6}
        maxLength={2000}
        showCount
        value={text}
        onChange={({ target }) => setText(target.value)}
        data-testid="answer-text"
      />
      <p className="quiet gap-above">答复只能作出一次,提出人可以看到并评价;答复的内容不进入公开页面。</p>
      <ErrorNote error={error} />
    </Modal>
  )
}
