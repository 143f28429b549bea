import QRCode from 'qrcode'

/** A QR code as inline SVG, without a quiet zone (the template gives the margin). @param text at most some hundred bytes; 15 % may be damaged */
export const qrCodeSvg = (text: string): Promise<string> => QRCode.toString(text, { type: 'svg', margin: 0, errorCorrectionLevel: 'M' })
