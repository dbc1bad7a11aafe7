// The reference implementation of MCAP, @mcap/core, as a peer of the tests:
//   mcap_peer.js indexed FILE   the messages that its indexed reader gives, in order of log time
//   mcap_peer.js stream FILE    those that its strict streaming reader gives, in order of the file
//   mcap_peer.js write FILE OPTIONS   writes a file; OPTIONS is JSON, see write()
// Messages are printed one per line: topic, type, encodings, log time, SHA-1 of the payload.
"use strict";
const fs = require("fs");
const crypto = require("crypto");
const { execFileSync } = require("child_process");
const { McapIndexedReader, McapStreamReader, McapWriter } = require("@mcap/core");
const lz4 = require("@foxglove/wasm-lz4");
const zstd = require("@foxglove/wasm-zstd");

async function decompressHandlers() {
  const decompressLz4 = lz4.default ?? lz4;
  await decompressLz4.isLoaded;
  await zstd.isLoaded;
  return {
    lz4: (bytes, size) => new Uint8Array(decompressLz4(bytes, Number(size))),
    zstd: (bytes, size) => new Uint8Array(zstd.decompress(bytes, Number(size))),
  };
}

function line(channel, schema, message) {
  return [
    channel.topic,
    schema?.name ?? "",
    channel.messageEncoding,
    schema?.encoding ?? "",
    message.logTime,
    crypto.createHash("sha1").update(message.data).digest("hex"),
  ].join(" ");
}

function fail(text) {
  throw new Error(text);
}

async function indexed(file) {
  const bytes = fs.readFileSync(file);
  const readable = {
    size: async () => BigInt(bytes.length),
    read: async (offset, size) => bytes.subarray(Number(offset), Number(offset + size)),
  };
  const reader = await McapIndexedReader.Initialize({
    readable,
    decompressHandlers: await decompressHandlers(),
  });
  const lines = [];
  for await (const message of reader.readMessages({ validateCrcs: true })) {
    const channel = reader.channelsById.get(message.channelId);
    lines.push(line(channel, reader.schemasById.get(channel.schemaId), message));
  }
  if (reader.statistics.messageCount !== BigInt(lines.length)) {
    fail(`statistics of ${reader.statistics.messageCount} messages, ${lines.length} read`);
  }
  let counted = 0n;
  for (const count of reader.statistics.channelMessageCounts.values()) {
    counted += count;
  }
  if (counted !== BigInt(lines.length)) {
    fail(`${counted} messages by channel, ${lines.length} read`);
  }
  if (reader.statistics.chunkCount !== reader.chunkIndexes.length) {
    fail(`statistics of ${reader.statistics.chunkCount} chunks, ${reader.chunkIndexes.length} indexed`);
  }
  for await (const metadata of reader.readMetadata()) {
    lines.push(`metadata ${metadata.name} ${JSON.stringify([...metadata.metadata])}`);
  }
  return lines;
}

async function stream(file) {
  const reader = new McapStreamReader({
    decompressHandlers: await decompressHandlers(),
    validateCrcs: true,
  });
  reader.append(fs.readFileSync(file));
  const channels = new Map();
  const schemas = new Map();
  const lines = [];
  for (let record; (record = reader.nextRecord()); ) {
    if (record.type === "Schema") {
      schemas.set(record.id, record);
    } else if (record.type === "Channel") {
      channels.set(record.id, record);
    } else if (record.type === "Message") {
      const channel = channels.get(record.channelId);
      lines.push(line(channel, schemas.get(channel.schemaId), record));
    }
  }
  if (!reader.done() || reader.bytesRemaining() !== 0) {
    fail(`not a whole file, ${reader.bytesRemaining()} bytes are left`);
  }
  return lines;
}

function compressor(name) {
  switch (name) {
    case "":
      return undefined;
    case "zstd":
      return (data) => ({ compression: "zstd", compressedData: zstd.compress(data, 3) });
    default: {
      // The package decompresses only; LZ4's own tool compresses. Linked or independent blocks.
      const blocks = name === "lz4-linked" ? ["-BD", "-B4"] : ["-BI", "-B4", "-BX"];
      return (data) => ({
        compression: "lz4",
        compressedData: execFileSync("lz4", ["-z", "-c", ...blocks], {
          input: data,
          stdio: ["pipe", "pipe", "ignore"],
        }),
      });
    }
  }
}

// options: profile, compression ("", "zstd", "lz4", "lz4-linked"), messages, topics, largest,
// seed, and whatever McapWriter takes.
async function write(file, options) {
  await zstd.isLoaded;
  let position = 0n;
  const out = fs.openSync(file, "w");
  const writable = {
    position: () => position,
    write: async (bytes) => {
      fs.writeSync(out, bytes);
      position += BigInt(bytes.length);
    },
  };
  const writer = new McapWriter({
    writable,
    compressChunk: compressor(options.compression),
    ...options.writer,
  });
  const ros1 = options.profile === "ros1";
  await writer.start({ profile: options.profile, library: "peer" });
  const schema = {
    name: ros1 ? "std_msgs/String" : "std_msgs/msg/String",
    encoding: ros1 ? "ros1msg" : "ros2msg",
    data: Buffer.from("string data\n"),
  };
  const schemaId = await writer.registerSchema(schema);
  const channels = [];
  for (let i = 0; i < options.topics; i++) {
    const channel = {
      schemaId,
      topic: `/topic${i}`,
      messageEncoding: ros1 ? "ros1" : "cdr",
      metadata: new Map(
        ros1
          ? [["callerid", `/node${i}`], ["latching", i % 2 === 1 ? "true" : "false"]]
          : [["offered_qos_profiles", "- durability: 1\n"]],
      ),
    };
    channels.push({ ...channel, id: await writer.registerChannel(channel) });
  }
  let state = options.seed;
  const random = (bound) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8) % bound;
  };
  const lines = [];
  for (let i = 0; i < options.messages; i++) {
    const data = new Uint8Array(random(options.largest + 1));
    for (let j = 0; j < data.length; j++) {
      data[j] = j % 3 === 0 ? random(256) : j >> 5;
    }
    const channel = channels[random(channels.length)];
    // Not in order, and some at the same time.
    const logTime = 1500000000000000000n + BigInt(i - random(8)) * 1000000n;
    const message = { channelId: channel.id, sequence: i, logTime, publishTime: logTime, data };
    await writer.addMessage(message);
    lines.push(line(channel, schema, message));
    if (i === 20) {
      await writer.addAttachment({
        name: "a.txt",
        logTime,
        createTime: 0n,
        mediaType: "text/plain",
        data: Buffer.from("attached"),
      });
      await writer.addMetadata({ name: "vehicle", metadata: new Map([["name", "seven"]]) });
    }
  }
  await writer.end();
  fs.closeSync(out);
  return lines;
}

async function main() {
  const [command, file, options] = process.argv.slice(2);
  const lines =
    command === "write"
      ? await write(file, JSON.parse(options))
      : await (command === "indexed" ? indexed : stream)(file);
  process.stdout.write(lines.map((text) => text + "\n").join(""));
}

main().catch((error) => {
  console.error(error.stack);
  process.exit(1);
});
