import de.unihd.dbs.heideltime.standalone.DocumentType;
import de.unihd.dbs.heideltime.standalone.HeidelTimeStandalone;
import de.unihd.dbs.heideltime.standalone.OutputType;
import de.unihd.dbs.heideltime.standalone.POSTagger;
import de.unihd.dbs.uima.annotator.heideltime.resources.Language;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** HeidelTime over a folder of texts in one JVM, for bench_pace.py: arguments and output are those of paces.py. */
class HeidelTimePace {
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        List<Path> files;
        try (Stream<Path> listed = Files.list(Path.of(arguments[0]))) {
            files = listed.sorted().collect(Collectors.toList());
        }
        int warm = Integer.parseInt(arguments[1]);
        HeidelTimeStandalone heidelTime = new HeidelTimeStandalone(
            Language.GERMAN, DocumentType.NEWS, OutputType.TIMEML, arguments[2], POSTagger.NO);
        read(heidelTime, files.subList(0, warm));
        long began = System.nanoTime(), spent = processor();
        int found = read(heidelTime, files.subList(warm, files.size()));
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(Locale.ROOT, "%f %f %d%n", seconds, (processor() - spent) / 1e9, found);
    }

    static int read(HeidelTimeStandalone heidelTime, List<Path> files) throws Exception {
        int found = 0;
        for (Path file : files) {
            found += heidelTime.process(Files.readString(file), new Date()).split("<TIMEX3", -1).length - 1;
        }
        return found;
    }

    /** Nanoseconds of the processor that all threads took. */
    static long processor() {
        var system = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return ((com.sun.management.OperatingSystemMXBean) system).getProcessCpuTime();
    }
}
