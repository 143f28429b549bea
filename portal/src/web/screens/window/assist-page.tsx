import { App, Button, Popconfirm } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router-dom'
import { asApiError } from '../../api/api-error.ts'
import type { MatterDetail } from '../../api/matters.ts'
import {
  windowApi,
  windowPaths,
  type Activation,
  type AssistedStart,
  type Proxy,
  type WindowDesk,
  type WindowReceipt,
} from '../../api/window.ts'
import { useCardReader, writeField } from '../../card-reader/use-card-reader.ts'
import { useLocalDraft } from '../../drafts/use-local-draft.ts'
import { useLeaveGuard } from '../../hooks/use-leave-guard.ts'
import { useKeys } from '../../hooks/use-keys.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { Application, type ApplicationDoor } from '../applicant/application.tsx'
import { prefilledDraft, submissionOf } from '../applicant/application-draft.ts'
import { DEFAULT_READER } from './default-reader.ts'
import { PrintReceipt, ReceiptPaper } from './receipt-paper.tsx'
import { WhoForm } from './who-form.tsx'
import './window.css'

/** For whom an application is entered, and what is known of him for it. */
export interface Assisted {
  matter: MatterDetail
  start: AssistedStart
  proxy: Proxy | null
  /** Of an account that was made just now. */
  activation: Activation | null
}

/** Assisted intake 窗口代办: who stands here, his application, his receipt. */
export function Component() {
  useTitle('窗口代办')
  const [assisted, setAssisted] = useState<Assisted | null>(null)
  const [receipt, setReceipt] = useState<WindowReceipt | null>(null)
  const [, setParams] = useSearchParams()
  const { data: desk } = useResource<WindowDesk>(windowPaths.desk)
  const reader = desk?.reader ?? DEFAULT_READER
  const ticket = desk?.current ?? null
  const again = () => {
    setAssisted(null)
    setReceipt(null)
    setParams({}, { replace: true })
  }
  if (receipt) return <Done receipt={receipt} activation={assisted?.activation ?? null} hasWindow={desk?.window != null} onAgain={again} />
  if (!assisted) return <WhoForm reader={reader} ticketLabel={ticket?.label ?? null} onReady={setAssisted} />
  return <Entering assisted={assisted} reader={reader} ticketId={ticket?.id} onBack={again} onDone={setReceipt} />
}

const LOST = '代办内容不保存为草稿,已经填写的内容和上传的材料不再保留。'

interface EnteringProps {
  assisted: Assisted
  reader: WindowDesk['reader'] & object
  ticketId: string | undefined
  onBack: () => void
  onDone: (receipt: WindowReceipt) => void
}

/** The application of whoever stands here: the same steps as his own. */
function Entering({ assisted, reader, ticketId, onBack, onDone }: EnteringProps) {
  const { message } = App.useApp()
  const { matter, start, proxy } = assisted
  const { applicant, prefill } = start
  const draft = useLocalDraft(() => prefilledDraft(prefill))
  useLeaveGuard(draft.isTouched, LOST)
  // A card goes into a field that asks for a number, and into no other.
  useCardReader({
    reader,
    onCard: ({ number }, field) => {
      if (field?.dataset.format === 'citizen-id') writeField(field, number)
      else message.info('请先选中身份证号码的输入框,再读卡')
    },
    onProblem: (problem) => message.warning(problem),
  })
  const submit = useCallback<ApplicationDoor['submit']>(
    (asked, value, key) => {
      const { readers: _none, ...submission } = submissionOf(asked, value)
      return windowApi.submit({ ...submission, applicantId: applicant.id, ...(proxy && { proxy }), ...(ticketId && { ticketId }) }, key)
    },
    [applicant.id, proxy, ticketId],
  )
  const done = useCallback(
    (caseId: string) => void windowApi.receipt(caseId).then(onDone, (thrown: unknown) => message.warning(asApiError(thrown).message)),
    [onDone, message],
  )
  const door = useMemo<ApplicationDoor>(
    () => ({
      ...{ title: `代办:${matter.name}`, submitText: '代为提交', offers: start.reusable, submit, done },
      extraMaterials: proxy ? [start.powerOfAttorney] : [],
      above: (
        <div className="assist-strip card" data-testid="assist-strip">
          <span>
            申请人 <strong>{applicant.name}</strong> <code>{applicant.number}</code>
          </span>
          {proxy && (
            <span>
              代理人 <strong>{proxy.name}</strong> <code>{proxy.idNumber}</code>
            </span>
          )}
          <span className="grow" />
          <Popconfirm
            title="重新选择申请人?"
            description={LOST}
            disabled={!draft.isTouched}
            okText="重新选择"
            cancelText="继续填写"
            onConfirm={onBack}
          >
            <Button size="small" type="link" onClick={draft.isTouched ? undefined : onBack}>
              重新选择申请人
            </Button>
          </Popconfirm>
        </div>
      ),
      note: <span>代办内容不保存为草稿,提交前请与申请人逐项核对</span>,
    }),
    [matter, start, proxy, applicant, submit, done, onBack, draft.isTouched],
  )
  return <Application matter={{ ...matter, readers: [] }} draft={draft} prefill={prefill} door={door} />
}

interface DoneProps {
  receipt: WindowReceipt
  activation: Activation | null
  hasWindow: boolean
  onAgain: () => void
}

/** Entered: the receipt to print, and on to the next. */
function Done({ receipt, activation, hasWindow, onAgain }: DoneProps) {
  const navigate = useNavigate()
  const { message } = App.useApp()
  const next = async () => {
    try {
      await windowApi.next()
    } catch (thrown) {
      message.warning(asApiError(thrown).message)
    }
    await navigate('/window')
  }
  useKeys({ n: () => void next() }, hasWindow)
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">已收件</h1>
        <PrintReceipt receipt={receipt} activation={activation} autoFocus />
        <Button onClick={onAgain}>再代办一件</Button>
        {hasWindow ? (
          <Button type="primary" onClick={() => void next()} data-testid="done-next">
            办结并叫下一号 (N)
          </Button>
        ) : (
          <Link to="/window">回到窗口工作台</Link>
        )}
      </div>
      <p className="quiet">请打印收件凭证交申请人(代理人)核对签名。{activation && '激活码只在本次打印,离开本页后不再显示。'}</p>
      <div className="receipt-screen">
        <ReceiptPaper receipt={receipt} activation={activation} paper="roll" />
      </div>
    </div>
  )
}
