import { Button, QRCode } from 'antd'
import { useState } from 'react'
import type { Activation, WindowReceipt } from '../../api/window.ts'
import { PrintSheet } from '../../components/print-sheet.tsx'
import { minuteText } from '../../time.ts'
import './receipt-paper.css'

interface ReceiptProps {
  receipt: WindowReceipt
  /** Printed once, for an applicant who was registered just now. */
  activation?: Activation | null
}

type Paper = 'roll' | 'a4'

/** Prints the receipt 收件凭证, on a roll of 80 mm or on A4. */
export function PrintReceipt({ receipt, activation, autoFocus }: ReceiptProps & { autoFocus?: boolean }) {
  const [paper, setPaper] = useState<Paper | null>(null)
  return (
    <>
      <Button autoFocus={autoFocus} onClick={() => setPaper('roll')} data-testid="print-roll">
        打印小票凭证
      </Button>
      <Button onClick={() => setPaper('a4')} data-testid="print-a4">
        打印 A4 凭证
      </Button>
      {paper && (
        <PrintSheet className={paper} onPrinted={() => setPaper(null)}>
          <ReceiptPaper receipt={receipt} activation={activation} paper={paper} />
        </PrintSheet>
      )}
    </>
  )
}

/** What stands on the receipt. */
export function ReceiptPaper({ receipt, activation, paper }: ReceiptProps & { paper: Paper }) {
  return (
    <div className={`receipt-paper ${paper}`} data-testid="receipt-paper">
      <div className="receipt-paper-organ">{receipt.organName}</div>
      <div className="receipt-paper-title">申请材料收件凭证</div>
      {receipt.receiptNo && <div className="receipt-paper-number">{receipt.receiptNo}</div>}
      <dl>
        <Line label="办件编号" value={receipt.caseNo} isCode />
        {receipt.queryCode && <Line label="查询码" value={receipt.queryCode} isCode />}
        <Line label="申请事项" value={receipt.matterName} />
        <Line label="申请人" value={receipt.applicantName} />
        {receipt.proxy && <Line label="代理人" value={`${receipt.proxy.name}(${receipt.proxy.idNumber})`} />}
        <Line label="收件时间" value={minuteText(receipt.receivedAt)} />
        <Line label="收件人" value={`${receipt.enteredBy}(窗口代办录入)`} />
      </dl>
      <div className="receipt-paper-list">
        收到材料:
        {receipt.materials.length === 0
          ? '无'
          : receipt.materials.map((material, n) => <div key={material}>{`${n + 1}. ${material}`}</div>)}
      </div>
      {receipt.statusUrl && (
        <div className="receipt-paper-code">
          <QRCode
            value={receipt.statusUrl}
            size={paper === 'roll' ? 128 : 112}
            type="svg"
            bordered={false}
            color="#000000"
            bgColor="#ffffff"
          />
          <span>扫码查询办理进度,不需要登录</span>
        </div>
      )}
      {activation && (
        <div className="receipt-paper-account">
          <strong>网上办事账户</strong>
          <Line label="用户名" value={activation.username} isCode />
          <Line label="激活码" value={activation.code} isCode />
          <div>7 日内用以上用户名和激活码登录并设置密码,即可在“我的办件”查看本件。激活码只打印一次,请勿告知他人。</div>
        </div>
      )}
      <div className="receipt-paper-note">
        自收到材料之日起五个工作日内审查是否受理;需要补正的一次告知全部内容,逾期不告知的视为受理(行政许可法第三十二条)。本凭证不表示申请已经受理。监督投诉电话:12345。
      </div>
      <div className="receipt-paper-sign">申请人(代理人)签名:</div>
    </div>
  )
}

const Line = ({ label, value, isCode }: { label: string; value: string; isCode?: boolean }) => (
  <div className="receipt-paper-line">
    <dt>{label}</dt>
    <dd className={isCode ? 'code' : undefined}>{value}</dd>
  </div>
)
