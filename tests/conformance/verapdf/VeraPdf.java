// Judges PDF files by veraPDF's engine: VeraPdf FLAVOUR[,FLAVOUR…] FILE…
//
// One line for each file and flavour (`2a`, `ua1`), and under it the rules that are broken, each
// once with its first place. Exit status 0 if all files comply, 1 if not or if one cannot be read.

import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

public class VeraPdf {
    public static void main(String[] arguments) {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        boolean sound = arguments.length > 1;
        for (int i = 1; i < arguments.length; i++) {
            for (String flavour : arguments[0].split(",")) {
                sound &= complies(PDFAFlavour.fromString(flavour), new File(arguments[i]));
            }
        }
        System.exit(sound ? 0 : 1);
    }

    static boolean complies(PDFAFlavour flavour, File file) {
        try (var parser = Foundries.defaultInstance().createParser(file, flavour)) {
            var result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
            Map<String, TestAssertion> broken = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    var rule = assertion.getRuleId();
                    broken.putIfAbsent(rule.getClause() + "-" + rule.getTestNumber(), assertion);
                }
            }
            boolean sound = result.isCompliant() && result.getTotalAssertions() > 0;
            System.out.println((sound ? "complies with " : "breaks ") + flavour.getId());
            broken.forEach((rule, assertion) -> System.out.println(
                "  " + rule + ": " + assertion.getMessage()
                    + " at " + assertion.getLocation().getContext()));
            return sound;
        } catch (Exception error) {
            System.out.println("cannot be read: " + error);
            return false;
        }
    }
}
