// Every component of the package is resolved and converted by Salesforce's own library; exits with 1 where one is not.
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import sdr from "@salesforce/source-deploy-retrieve";

const { ComponentSet, MetadataConverter } = sdr;
const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "force-app");

const files = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });

const found = ComponentSet.fromSource(source);
const components = found.getSourceComponents().toArray();
const parts = components.flatMap((component) => [component, ...component.getChildren()]);
const known = new Set(parts.flatMap((part) => [part.xml, ...part.walkContent()]).filter(Boolean));
const strange = files(source).filter((file) => !known.has(file));
const broken = [];
for (const part of parts) {
  try {
    part.parseXmlSync();
  } catch (error) {
    broken.push(`${part.fullName}: ${error.message}`);
  }
}
const out = mkdtempSync(join(tmpdir(), "package-"));
try {
  const { converted } = await new MetadataConverter().convert(found, "metadata", {
    type: "directory",
    outputDirectory: out,
    packageName: "switchyard",
  });
  // What belongs to an object is converted into the object's file.
  const whole = new Set(components.map((each) => each.parent ?? each).map((each) => `${each.type.name} ${each.fullName}`));
  const missing = [...whole].filter((name) => !converted.some((each) => `${each.type.name} ${each.fullName}` === name));
  const kinds = {};
  for (const part of parts) kinds[part.type.name] = (kinds[part.type.name] ?? 0) + 1;
  console.log(JSON.stringify({ components: parts.length, converted: converted.length, kinds }));
  for (const file of strange) console.error(`no component: ${file}`);
  for (const told of broken) console.error(told);
  for (const name of missing) console.error(`not converted: ${name}`);
  process.exitCode = strange.length || broken.length || missing.length ? 1 : 0;
} finally {
  rmSync(out, { recursive: true, force: true });
}
