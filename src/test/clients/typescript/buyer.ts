// A buyer's way with the generated client; says each step. Arguments: base URL, operator's key, event.
import { Configuration, OperatorsApi, ProblemFromJSON, ResponseError, WaitingApi } from './client';

declare const process: { argv: string[]; exitCode: number };

async function buy(basePath: string, accessToken: string, eventId: string): Promise<void> {
  await new OperatorsApi(new Configuration({ basePath, accessToken })).putEvent({
    eventId,
    eventSettings: { name: 'TypeScript', releaseRate: 5, state: 'paused' },
  });

  const waiting = new WaitingApi(new Configuration({ basePath }));
  const joinRequest = { eventId, userId: 'buyer' };
  const idempotencyKey = '0123456789abcdef';
  const joined = await waiting.joinQueueRaw({ joinRequest, idempotencyKey });
  const place = await joined.value();
  console.log(`joined ${joined.raw.status} at ${place.position}`);
  const again = await waiting.joinQueueRaw({ joinRequest, idempotencyKey });
  console.log(`again ${again.raw.status}`);
  try {
    await waiting.joinQueue({ joinRequest });
  } catch (error) {
    if (!(error instanceof ResponseError)) {
      throw error;
    }
    const problem = ProblemFromJSON(await error.response.json());
    console.log(`refused ${problem.status} ${problem.code}`);
  }
  const session = await waiting.getStatus({ sessionId: place.sessionId });
  console.log(`status ${session.status} at ${session.position}`);
  const ending = await waiting.leaveQueue({ sessionId: place.sessionId });
  console.log(`left ${ending.status}`);
}

buy(process.argv[2], process.argv[3], process.argv[4]).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
