// Pictures made of nothing: a sky, hills and a sun, as PNG.
import { crc32, deflateSync } from 'node:zlib';

// node 18 has no crc32 of its own.
const table = Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; ++k) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n >>> 0; });
const checksum = crc32 ?? ((bytes) => { let c = 0xffffffff; for (const byte of bytes) c = table[(c ^ byte) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; });

function chunk(type, data) {
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, 'latin1');
  data.copy(out, 8);
  out.writeUInt32BE(checksum(out.subarray(4, data.length + 8)), data.length + 8);
  return out;
}

const mix = (a, b, share) => a.map((one, at) => Math.round(one + (b[at] - one) * share));
const skies = [[[252, 203, 150], [96, 140, 170]], [[250, 226, 190], [120, 110, 160]], [[230, 240, 235], [70, 130, 140]], [[255, 190, 160], [60, 70, 110]]];

export function picture(width, height, kind = 0) {
  const [low, high] = skies[kind % skies.length];
  const rows = Buffer.alloc((width * 3 + 1) * height);
  const sun = { x: width * (0.25 + 0.15 * (kind % 4)), y: height * 0.38, r: Math.min(width, height) * 0.09 };
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) {
      let colour = mix(high, low, y / height);
      if (Math.hypot(x - sun.x, y - sun.y) < sun.r) colour = mix(colour, [255, 250, 225], 0.9);
      for (let hill = 0; hill < 3; ++hill) {
        const edge = height * (0.58 + hill * 0.13) + Math.sin(x / (width / (3 + hill)) + hill * 2 + kind) * height * 0.06;
        if (y > edge) colour = mix([40, 92, 88], [16, 40, 44], hill / 2.5);
      }
      rows.set(colour, y * (width * 3 + 1) + 1 + x * 3);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}
